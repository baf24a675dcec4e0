"""What a box costs, as ratios of one run: `make bench`."""
