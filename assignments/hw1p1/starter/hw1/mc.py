"""The multiple-choice questions of the writeup.

Let each function return the letter of one answer as a string, such as "d". All five must be right
to earn the points.
"""


def question_1():
    raise NotImplementedError("question_1 in hw1/mc.py has no answer yet.")


def question_2():
    raise NotImplementedError("question_2 in hw1/mc.py has no answer yet.")


def question_3():
    raise NotImplementedError("question_3 in hw1/mc.py has no answer yet.")


def question_4():
    raise NotImplementedError("question_4 in hw1/mc.py has no answer yet.")


def question_5():
    raise NotImplementedError("question_5 in hw1/mc.py has no answer yet.")
