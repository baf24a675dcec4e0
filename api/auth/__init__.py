"""Accounts, and proving who one is: passwords, browser sessions, tokens."""
