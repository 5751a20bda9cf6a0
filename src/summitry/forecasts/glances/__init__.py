"""Studies of ways and of pressure at a glance: what follows a hand that moves a number."""
