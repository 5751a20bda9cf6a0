"""The mathematics of negotiation: arrays in, arrays out. Knows no dossier, no file, no screen."""
