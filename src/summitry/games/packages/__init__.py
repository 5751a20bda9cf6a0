"""Package bargaining: many issues settled in one deal, or in none."""
