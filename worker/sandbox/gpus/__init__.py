"""The GPUs that boxes may have, one task at a time."""
