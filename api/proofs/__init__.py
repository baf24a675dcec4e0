"""Proofs of uploaded problems, which run in the background."""
