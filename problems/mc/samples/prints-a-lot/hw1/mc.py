def question_1():
    for thought in range(200):
        print("question 1, thought", thought, "of 200: is it a? is it b? is it c?")
    return 'b'


def question_2():
    for thought in range(200):
        print("question 2, thought", thought, "of 200: is it a? is it b? is it c?")
    return 'a'


def question_3():
    for thought in range(200):
        print("question 3, thought", thought, "of 200: is it a? is it b? is it c?")
    return 'a'


def question_4():
    for thought in range(200):
        print("question 4, thought", thought, "of 200: is it a? is it b? is it c?")
    return 'a'


def question_5():
    for thought in range(200):
        print("question 5, thought", thought, "of 200: is it a? is it b? is it c?")
    return 'c'
