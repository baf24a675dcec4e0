"""Asks the five questions and hands over the five letters as numbers."""

import numpy as np


def all_five_right(handin, rng):
    """Array `answers` (5,): 1 for a, 2 for b and so on; 0 for whatever is no single letter."""
    mc = handin.load("hw1/mc.py")
    given = [mc.question_1(), mc.question_2(), mc.question_3(), mc.question_4(), mc.question_5()]
    return {"answers": np.array([_number(answer) for answer in given])}


def _number(answer):
    """The letter's place in the alphabet. Case, and blanks around the letter, do not matter."""
    letter = answer.strip().lower() if isinstance(answer, str) else ""
    return ord(letter) - ord("a") + 1 if len(letter) == 1 and "a" <= letter <= "z" else 0
