"""Draws become outcomes."""
