"""Judges: a bundle's own code says whether an answer is right, where no array that is known beforehand does.

A check that says `judged = true` is judged by the function of its name in the bundle's judge.py. Start at
`ruling.py`, which says what a judge is given and what it may say.
"""

from graders.judge.asking import ask_judge
from graders.judge.ruling import Ruling

__all__ = ["Ruling", "ask_judge"]
