"""Accounts, as site admins see them."""
