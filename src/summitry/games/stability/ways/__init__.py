"""How a conflict may evolve: breadth first, from a state."""
