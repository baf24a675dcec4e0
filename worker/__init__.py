"""The workers: they run boxes. No database, no web."""
