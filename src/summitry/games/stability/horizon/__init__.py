"""Looking a number of moves ahead."""
