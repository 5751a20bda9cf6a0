"""Exact Nash bargaining over positions."""
