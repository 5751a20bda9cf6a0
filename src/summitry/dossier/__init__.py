"""What is known: files in, typed and cited facts out."""
