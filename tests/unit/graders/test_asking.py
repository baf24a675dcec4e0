"""No check of a handin can drag another down, and a good handin costs one child."""

from collections.abc import Iterator
from dataclasses import replace

from graders.answer import Answer
from graders.asking import HASTE, ask
from graders.box import BoxTask, End, Ended, Event, Exercise, Step
from graders.hearing import DeadlyImports
from tests.unit.graders.played import (
    PlayedSandbox,
    crashes,
    imported,
    imports,
    loops,
    raises,
    right,
    slow,
    spoiled_by,
    wrong,
)


def passes(_step: Step, answer: Answer) -> bool:
    return answer.finished and answer.printed == "right"


def asked(sandbox: PlayedSandbox, deadly: DeadlyImports | None = None) -> dict[str, Answer]:
    answers = list(ask(sandbox, sandbox.task(), passes, deadly or DeadlyImports()))
    assert sorted(step.check for step, _ in answers) == sorted(sandbox.parts)
    return {step.check: answer for step, answer in answers}


def test_a_good_handin_costs_one_child():
    sandbox = PlayedSandbox(a=right, b=right, c=right)
    answers = asked(sandbox)

    assert sandbox.children == [["a", "b", "c"]]
    assert all(answer.finished for answer in answers.values())


def test_a_check_that_does_not_pass_is_asked_again_alone():
    sandbox = PlayedSandbox(a=right, b=wrong, c=raises, d=right)
    answers = asked(sandbox)

    assert sandbox.children == [["a", "b", "c", "d"], ["b"], ["c"]]
    assert answers["b"].alone
    assert answers["c"].raised
    assert not answers["d"].alone


def test_the_first_check_of_a_child_has_been_asked_alone_already():
    sandbox = PlayedSandbox(a=wrong, b=right)
    answers = asked(sandbox)

    assert sandbox.children == [["a", "b"]]
    assert answers["a"].printed == "wrong"


def test_the_answer_given_alone_is_the_one_that_counts():
    sandbox = PlayedSandbox(
        a=right, b=spoiled_by("a", wrong), c=spoiled_by("a", crashes), d=spoiled_by("b", raises)
    )

    assert all(answer.printed == "right" for answer in asked(sandbox).values())


def test_a_crash_costs_only_the_check_that_crashed():
    sandbox = PlayedSandbox(a=right, b=crashes, c=right, d=right)
    answers = asked(sandbox)

    assert sandbox.children == [["a", "b"], ["c", "d"], ["b"]]
    assert answers["b"].ended
    assert answers["b"].ended.how is End.SIGNAL
    assert answers["c"].printed == answers["d"].printed == "right"


def test_checks_that_share_a_child_are_hurried_and_asked_at_leisure_if_that_was_too_fast():
    sandbox = PlayedSandbox(a=right, b=slow)
    answers = asked(sandbox)

    assert sandbox.seconds == [[10.0, 10.0 * HASTE], [10.0]]
    assert answers["b"].printed == "right"


def test_an_import_that_never_ends_is_waited_for_twice():
    part = imports("loss.py", loops)
    sandbox = PlayedSandbox(a=part, b=part, c=part, d=right, e=part)
    answers = asked(sandbox)

    assert sandbox.children == [["a"], ["b"], ["c"], ["d", "e"]]
    for check in "abce":
        ended, raised = answers[check].ended, answers[check].raised
        assert ended
        assert raised
        assert (ended.how, ended.detail, raised.type_name) == (End.WALL, "too long", "TimeoutError")
    assert answers["d"].printed == "right"


def test_an_import_that_is_not_begun_again_is_said_to_have_run_as_long_as_it_did():
    known = Answer(ended=Ended(End.WALL, 0, "too long"), ended_after=10.0)
    deadly = DeadlyImports({"loss.py": [known, known]})

    assert asked(PlayedSandbox(a=imports("loss.py", right)), deadly)["a"].ended_after == 10.0


def test_what_is_known_of_imports_is_kept_for_the_next_child():
    deadly = DeadlyImports()
    part = imports("loss.py", crashes)
    asked(PlayedSandbox(a=part, b=part), deadly)
    answers = asked(PlayedSandbox(c=imports("loss.py", right), d=imports("linear.py", right)), deadly)

    assert answers["c"].ended
    assert answers["d"].finished


def test_the_innermost_import_is_blamed():
    part = imports("hw1.py", imported("linear.py", imports("loss.py", crashes)))
    sandbox = PlayedSandbox(a=part, b=part, c=imports("hw1.py", right), d=imports("linear.py", right), e=part)
    answers = asked(sandbox)

    assert answers["c"].finished
    assert answers["d"].finished
    assert answers["e"].ended


def test_code_that_ends_a_child_after_its_import_does_not_discredit_the_import():
    part = imported("loss.py", crashes)
    sandbox = PlayedSandbox(a=part, b=part, c=part, d=imported("loss.py", right))

    assert asked(sandbox)["d"].finished


def test_a_hurried_import_does_not_count_as_deadly():
    hurried = imported("loss.py", right)
    sandbox = PlayedSandbox(
        a=right,
        b=lambda number, before: (imports("loss.py", loops) if before else hurried)(number, before),
        c=right,
        d=lambda number, before: (imports("loss.py", loops) if before else hurried)(number, before),
    )

    assert all(answer.finished for answer in asked(sandbox).values())


def test_an_alarm_that_rang_too_early_is_forgotten():
    sandbox = PlayedSandbox(a=lambda number, before: loops(number, before)[:1] + right(number, before))

    assert asked(sandbox)["a"].raised is None


def test_a_child_holds_no_other_problems_exercise_than_it_is_asked():
    held: list[list[str]] = []

    class Holding(PlayedSandbox):
        def run(self, task: BoxTask) -> Iterator[Event]:
            held.append(sorted(task.exercises))
            return super().run(task)

    sandbox = Holding(a=right, b=wrong)
    first, second = sandbox.task().steps
    task = replace(
        sandbox.task(),
        steps=(first, replace(second, problem="q")),
        exercises={problem: Exercise("") for problem in "pqr"},
    )
    list(ask(sandbox, task, passes, DeadlyImports()))

    assert held == [["p", "q"], ["q"]]
