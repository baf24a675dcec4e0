import numpy as np


def question_1():
    a = np.arange(60.).reshape(3, 4, 5)
    a *= 2
    b = np.sum(a, axis=0, keepdims=True)
    c = np.sum(a, axis=0)
    choices = {
        "a": ((3, 4, 5), (4, 5)),
        "b": ((1, 4, 5), (4, 5)),
        "c": ((3, 4, 5), (1, 4, 5)),
        "d": ((3, 4, 5), (3, 4, 5)),
    }
    for letter, shapes in choices.items():
        if shapes == (b.shape, c.shape):
            return letter


def question_2():
    return "abc"[0]


def question_3():
    return chr(97)


def question_4():
    with open("enjoyed.txt", "w") as f:
        f.write("a")
    return open("enjoyed.txt").read()


question_5 = lambda: "c"
