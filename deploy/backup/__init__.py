"""Backups: how they lie in a folder, how they are made while the server runs, and how they are restored.

OPERATING.md says how an operator uses them.
"""
