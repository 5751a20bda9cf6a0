"""The ledger: forecasts kept before the fact, resolved after it, and scored school by school."""
