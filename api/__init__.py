"""The server: the only code that may touch the database."""
