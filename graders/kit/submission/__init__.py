"""Hands in over the server's REST interface, with nothing but Python's standard library."""
