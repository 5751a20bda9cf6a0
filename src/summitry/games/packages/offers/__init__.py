"""Alternating offers: what tactics of concession make of a package game."""
