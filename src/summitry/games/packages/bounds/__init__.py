"""Tables, bounds, criteria and ties, as every search for a package uses them."""
