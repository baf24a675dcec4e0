"""What machines found of single checks, kept so that it can be counted and grouped."""
