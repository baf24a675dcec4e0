"""Workers: who is there, what they can run, and how much room they have."""
