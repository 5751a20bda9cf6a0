"""KTAB's spatial model of politics: challenges, bargains and a vote over them, on all issues at once."""
