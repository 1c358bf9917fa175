"""Extracts: Parquet tables of the record for analysis, pseudonymised, which `unbroken.insight` reads."""
