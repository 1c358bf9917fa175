"""Entries of no particular domain, for testing the record by itself."""
