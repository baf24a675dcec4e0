"""What workers may fetch: files by digest, for as long as the attempt that they were given runs."""
