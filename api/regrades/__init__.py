"""Grading old handins by a new version of a problem: seen first, then let count at once."""
