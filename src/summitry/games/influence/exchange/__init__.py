"""The exchange model: actors trade positions on one issue for positions on another."""
