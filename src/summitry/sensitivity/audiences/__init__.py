"""What drives and what would change a forecast, as an audience may see it."""
