"""What goes wrong between a person and a ledger, one line each."""

from __future__ import annotations


class LedgerError(Exception):
    """A ledger, an entry or a question about one that cannot be; the message is for people."""
