"""Stability: the graph model for conflict resolution, from two states to a million."""
