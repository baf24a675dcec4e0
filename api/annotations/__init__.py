"""Comments on a handin's lines and checks, with threads in which its student answers."""
