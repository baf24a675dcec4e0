"""Why an answer is wrong, in a sentence: pure functions of arrays.

Start at `explain.py`. An explanation is given only if it accounts for every wrong array of every case: a
wrong explanation is worse than none.
"""
