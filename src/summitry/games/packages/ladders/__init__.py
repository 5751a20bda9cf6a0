"""The order in which a search takes up issues and levels."""
