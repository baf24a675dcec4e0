"""The boxes that untrusted code runs in."""
