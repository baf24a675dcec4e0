"""Whether an answer is right and, where it is not, how: pure functions of arrays.

Start at `answers.py`. Type, dtype, shape and finiteness are judged before values; nothing is broadcast or
converted to make it fit, so `zeros((0, 3))`, a (1, 3) for a (3,), NaN and inf are as wrong as they look.
"""
