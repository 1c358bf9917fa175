"""The record: append only, bitemporal, correctable, idempotent, chained, erasable, strict."""
