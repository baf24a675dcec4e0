"""Boxes that are each a container of Docker's."""
