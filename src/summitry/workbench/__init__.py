"""The workbench: a local page on which a negotiation is read, questioned, changed and presented."""
