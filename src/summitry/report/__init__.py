"""The one-file report: a page without network or script, for the screen and for print."""
