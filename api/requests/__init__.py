"""Students' requests that somebody look at a check again, and what staff answer."""
