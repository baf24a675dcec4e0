"""What runs inside a box: the standard library and numpy only, and nothing else of ours."""
