"""Other tools' files: read as those tools mean them, and written so that they can read them."""
