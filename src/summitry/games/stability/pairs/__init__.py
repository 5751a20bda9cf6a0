"""Arcs of an option form, state by state."""
