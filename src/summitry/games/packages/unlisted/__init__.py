"""The search for a package struck where the packages are too many to be listed."""
