"""Gradings: one problem of one submission, from the line to the report."""
