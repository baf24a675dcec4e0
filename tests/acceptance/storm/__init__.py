"""Handins while whatever can die does: all that was accepted is graded once, with its score in calm."""
