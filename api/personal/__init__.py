"""All that is kept of one person: handed out, and forgotten."""
