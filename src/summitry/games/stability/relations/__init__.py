"""Stability by relations between pairs of states, and for coalitions."""
