"""KTAB's spatial model: challenges, bargains and a vote over them, on all issues at once."""
