def question_1():
    return 2


def question_2():
    return 1


def question_3():
    return 1


def question_4():
    return 1


def question_5():
    return 3
