"""Handing in, and reading what came of it."""
