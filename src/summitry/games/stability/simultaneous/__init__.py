"""Improvements made at the same time."""
