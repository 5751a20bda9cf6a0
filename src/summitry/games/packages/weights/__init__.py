"""Weights of the gains that bound what any package can bring."""
