"""What runs inside a box, beside the handin: standard library and numpy only, and nothing else of ours.

Start at `harness.py`. It trusts nothing it is told by the handin and guards no secret: a child holds
no expected value, so a handin that takes this package apart gains nothing.
"""
