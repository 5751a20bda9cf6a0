"""Packages put to everybody: who would have which rather than no deal."""
