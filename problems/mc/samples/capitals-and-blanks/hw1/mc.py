def question_1():
    return "B"


def question_2():
    return " a "


def question_3():
    return 'A'


def question_4():
    return "a\n"


def question_5():
    return "C "
