"""Thousands of handins on one worker, and what it holds afterwards: `make soak`."""
