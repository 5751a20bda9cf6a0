"""One module a page: what it shows, gathered from results that were worked out elsewhere."""
