"""Which exchanges are possible, and what each would bring."""
