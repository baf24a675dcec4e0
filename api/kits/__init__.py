"""Starter kits of assignments that were made over REST; their examples come from boxes."""
