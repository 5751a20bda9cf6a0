"""Paths of packages that nobody gains by leaving."""
