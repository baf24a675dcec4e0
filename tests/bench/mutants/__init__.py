"""How much of a reference its checks hold to: `make bench-problems`."""
