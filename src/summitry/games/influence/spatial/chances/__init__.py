"""Votes, coalitions, and the probability that each option wins."""
