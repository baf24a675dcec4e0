"""`allclose doctor`: what this machine offers, what is missing, and how to mend it, after trying it."""
