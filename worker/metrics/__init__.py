"""Figures of what runs handins, for Prometheus, and the port at which any process of ours is read."""
