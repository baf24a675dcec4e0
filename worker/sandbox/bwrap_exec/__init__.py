"""Boxes that are each a fresh interpreter in bubblewrap."""
