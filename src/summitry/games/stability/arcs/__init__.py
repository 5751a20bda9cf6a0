"""Thresholds on lists of arcs, about which nothing is assumed."""
