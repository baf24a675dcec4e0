"""Tries a handin at home, on public examples whose results were computed beforehand."""
