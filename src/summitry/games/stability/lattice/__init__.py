"""Thresholds on a lattice of options: no move is ever listed."""
