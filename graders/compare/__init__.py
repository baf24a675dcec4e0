"""Compares arrays: kind first, then shape, dtype and finiteness, then values."""
