"""Results of every kind as an audience may see them: built anew of what may be shown."""
