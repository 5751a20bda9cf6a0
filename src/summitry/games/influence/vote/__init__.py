"""Votes over the positions held."""
