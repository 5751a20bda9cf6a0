"""The challenge model: who can expect to win against whom, and who therefore gives way."""
