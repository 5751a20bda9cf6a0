"""Influence: where the pressure of positions, salience and capability points."""
