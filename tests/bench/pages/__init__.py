"""What pages and lists of a large class cost at the server: `make bench-pages`."""
