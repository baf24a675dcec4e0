"""The multiple-choice questions of the writeup.

Let each function return the letter of one answer as a string, such as "d". All five must be right
to earn the points.
"""


def question_1():
    raise NotImplementedError("question_1")


def question_2():
    raise NotImplementedError("question_2")


def question_3():
    raise NotImplementedError("question_3")


def question_4():
    raise NotImplementedError("question_4")


def question_5():
    raise NotImplementedError("question_5")
