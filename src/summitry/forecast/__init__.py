"""Outcomes become a forecast."""
