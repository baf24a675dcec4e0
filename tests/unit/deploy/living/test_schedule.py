"""A class's handins: real arrivals, given out to students by what they are like."""

from collections import Counter, defaultdict
from random import Random

import pytest

from deploy.catalogue import find_assignment
from deploy.living.careers import CAREERS, dealt
from deploy.living.schedule import Handin, careers, schedule
from deploy.living.trace import read_trace
from deploy.living.work import INTRODUCTION, QUIZ, Desk, Work
from deploy.settings import EmbeddedSettings

CLASS = schedule(INTRODUCTION, 100, seed=1)
LIKE = careers(100, seed=1)


def of_each(handins: list[Handin]) -> dict[int, list[Handin]]:
    found = defaultdict(list)
    for each in handins:
        found[each.student].append(each)
    return found


def test_the_same_seed_makes_the_same_class():
    assert schedule(INTRODUCTION, 100, seed=1) == CLASS
    assert schedule(INTRODUCTION, 100, seed=2) != CLASS


def test_the_class_hands_in_when_the_real_one_did():
    trace, moments = read_trace(), [each.seconds for each in CLASS]
    assert moments == sorted(moments)
    for days in (20, 10, 5, 2, 1, 0.25, 0):
        real = sum(moment <= -86400 * days for moment in trace) / len(trace)
        made_up = sum(moment <= -86400 * days for moment in moments) / len(moments)
        assert made_up == pytest.approx(real, abs=0.01), days


def test_students_are_as_they_are_said_to_be():
    handed_in = of_each(CLASS)
    last = {student: handins[-1].seconds for student, handins in handed_in.items()}
    by_career = {name: [n for n, like in enumerate(LIKE) if like == name] for name in set(LIKE)}
    assert not handed_in.keys() & set(by_career["hands_nothing_in"])
    assert all(last[n] > 0 for n in by_career["is_late"])
    assert all(last[n] < 0 for n in by_career["climbs"])
    assert all(handed_in[n][0].seconds > -3 * 86400 for n in by_career["rushes"])
    assert all(len(handed_in[n]) >= 4 for n in by_career["is_stuck"])


def test_who_copies_has_a_friends_last_handin_and_comes_after_them():
    handed_in = of_each(CLASS)
    for copied in [each for each in CLASS if each.draft.disguised]:
        assert LIKE[copied.student] == "copies"
        sources = [
            handins[-1]
            for student, handins in handed_in.items()
            if handins[-1].draft.parts == copied.draft.parts and student != copied.student
        ]
        assert any(source.seconds <= copied.seconds for source in sources)


def test_small_classes_have_one_of_each_as_far_as_they_go():
    assert len(set(careers(8, seed=3))) == len(CAREERS) + 1
    assert len(careers(3, seed=3)) == 3


@pytest.mark.parametrize("count", [8, 30, 100, 400])
def test_careers_are_dealt_in_their_shares(count: int):
    cards = Counter(dealt(count, Random(1)))
    assert cards.total() == count
    assert all(abs(cards[career] - share * count / 100) <= 2 for career, share in CAREERS.items())


@pytest.mark.parametrize("work", [INTRODUCTION, QUIZ], ids=lambda work: work.homework)
def test_every_text_that_a_homework_names_is_there(work: Work):
    homework = find_assignment(work.homework, EmbeddedSettings())
    desk = Desk(work, homework)
    for part in work.parts:
        for source in (*part.right, *part.slips):
            assert set(part.paths) <= desk.tree(source).keys(), source
    written = {part.name: desk.tree(source) for part in work.parts for source in part.slips}
    assert all(tree != homework.reference() for tree in written.values())


def test_finished_handins_of_a_class_differ_from_one_another():
    desk = Desk(INTRODUCTION, find_assignment("hw1p1", EmbeddedSettings()))
    right = {source for part in INTRODUCTION.parts for source in part.right}
    whole = {
        each.student: each.draft
        for each in CLASS
        if len(each.draft.parts) == len(INTRODUCTION.parts)
        and all(source in right for _, source in each.draft.parts)
    }
    texts = Counter(tuple(sorted(desk.written(draft).items())) for draft in whole.values())
    assert len(whole) > 50
    assert max(texts.values()) == 1
