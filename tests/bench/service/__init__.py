"""What the whole service does under the load of a real deadline: `make bench-service`."""
