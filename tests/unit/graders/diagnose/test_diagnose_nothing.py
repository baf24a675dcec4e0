"""Checks that did not run to their end: what is said of exceptions, missing files and limits."""

import numpy as np
import pytest

from graders.answer import Answer
from graders.box import End, Ended, Raised, StudentFrame
from graders.diagnose.evidence import Evidence
from graders.diagnose.explain import explain
from graders.problem import Check
from graders.report import Explanation

CHECK = Check("backward", 2.0, title="Linear: backward", wall_seconds=3.0)
FRAMES = (
    StudentFrame("hw1/hw1.py", 12, "MLP.backward", "layer.backward(delta)"),
    StudentFrame("mytorch/linear.py", 42, "Linear.backward", "self.dW = x @ delta"),
)


def explained(answer: Answer, check: Check = CHECK, runtime: str = "numpy") -> Explanation:
    return explain(Evidence(check, answer, {("", "dW"): np.ones(3)}, (), lambda: (), runtime))


def raised(kind: str, type_name: str, message: str, frames: tuple[StudentFrame, ...] = FRAMES) -> Explanation:
    return explained(Answer(raised=Raised(0, kind, type_name, message, frames)))


def ended(how: End, detail: str = "") -> Explanation:
    return explained(Answer(ended=Ended(how, 0, detail)))


def test_a_missing_file_is_named_with_the_names_accepted_for_it():
    message = "mytorch/activation.py (or mytorch/activations.py)"
    explanation = raised("missing-file", "MissingFile", message, ())
    assert explanation.kind == "missing-file"
    assert explanation.sentence.startswith(f"Your handin holds no {message}:")


def test_a_missing_class_is_named_with_its_file():
    explanation = raised("missing-name", "AttributeError", "module 'activation' has no attribute 'Tanh'", ())
    assert explanation.kind == "missing-name"
    assert explanation.sentence.startswith("Your `activation.py` defines no `Tanh`:")


@pytest.mark.parametrize("type_name", ["SyntaxError", "IndentationError", "TabError"])
def test_what_is_not_python_is_told_with_its_line(type_name: str):
    frames = (StudentFrame("mytorch/loss.py", 7, "", "x = (1"),)
    explanation = raised("import", type_name, "'(' was never closed", frames)
    assert explanation.kind == "syntax"
    assert "line 7 of mytorch/loss.py" in explanation.sentence
    assert f"{type_name}: '(' was never closed." in explanation.sentence


def test_an_import_that_fails_is_told_with_its_line():
    frames = (StudentFrame("mytorch/loss.py", 3, "<module>", "1 / 0"),)
    explanation = raised("import", "ZeroDivisionError", "division by zero", frames)
    assert explanation.kind == "import"
    assert explanation.sentence == (
        "Importing your code fails at line 3 of mytorch/loss.py. ZeroDivisionError: division by zero."
    )


@pytest.mark.parametrize("kind", ["import", "exception"])
def test_importing_torch_says_what_the_box_holds(kind: str):
    explanation = raised(kind, "ModuleNotFoundError", "No module named 'torch'")
    assert explanation.kind == "missing-module"
    assert "this course's box holds numpy and Python's standard library only" in explanation.sentence


def test_what_only_draws_is_to_be_imported_where_it_is_used():
    explanation = raised("import", "ModuleNotFoundError", "No module named 'matplotlib'")
    assert "import it inside the function that shows or draws something" in explanation.sentence


@pytest.mark.parametrize("kind", ["import", "exception"])
@pytest.mark.parametrize(
    ("type_name", "message", "said"),
    [
        ("SystemExit", "", "mytorch/linear.py. Remove the call of exit()"),
        ("EOFError", "EOF when reading a line", "do without it"),
        ("BlockingIOError", "[Errno 11] Resource temporarily unavailable", "may not start other processes"),
        ("FileNotFoundError", "No such file or directory: 'data.txt'", "Only the files of your handin"),
    ],
)
def test_what_a_box_does_not_have_is_told_wherever_it_is_missed(
    kind: str, type_name: str, message: str, said: str
):
    assert said in raised(kind, type_name, message).sentence.replace("SystemExit. ", "")


def test_importing_a_lost_file_says_that_it_is_lost():
    explanation = raised("import", "ModuleNotFoundError", "No module named 'my_layers'")
    assert "imports `my_layers`, which is neither in your handin nor" in explanation.sentence


def test_an_exception_is_told_with_the_students_own_line():
    explanation = raised("exception", "ValueError", "shapes (20,10) and (784,10) not aligned")
    assert explanation.kind == "exception"
    assert explanation.sentence.startswith(
        "ValueError in `Linear.backward`, at line 42 of mytorch/linear.py: "
        "shapes (20,10) and (784,10) not aligned."
    )
    assert "Print both shapes" in explanation.sentence


def test_what_is_still_to_be_written_is_no_mistake():
    explanation = raised("exception", "NotImplementedError", "")
    assert explanation.kind == "not-implemented"
    assert explanation.sentence == (
        "`Linear.backward` is still to be written (line 42 of mytorch/linear.py): "
        "it raises NotImplementedError."
    )


def test_an_exception_outside_the_students_code_says_where_it_came_from():
    explanation = raised("exception", "AttributeError", "'Linear' object has no attribute 'dW'", ())
    assert "what your code had made or returned" in explanation.sentence


def test_too_much_memory_asked_for_is_told_as_such():
    explanation = raised("exception", "MemoryError", "Unable to allocate 45.6 GiB")
    assert explanation.kind == "memory"
    assert "line 42" in explanation.sentence


def test_a_students_text_stays_on_one_line_and_short():
    explanation = raised("exception", "ValueError", "\x1b[31mred\n" + "x" * 5000)
    assert explanation.sentence.isprintable()
    assert len(explanation.sentence) < 400


@pytest.mark.parametrize(
    ("how", "kind", "said"),
    [
        (
            End.WALL,
            "time",
            "Linear: backward was stopped after 3 seconds (it was at line 9): most likely a loop without",
        ),
        (End.CPU, "time", "a loop without end"),
        (End.MEMORY, "memory", "more memory than it may use"),
        (End.EXIT, "exit", "most likely by os._exit()"),
        (End.SIGNAL, "signal", "crashed the Python process (it was at line 9)"),
        (End.PRINTED, "printed", "printed more than it may"),
        (End.ANSWER, "answer", "larger than it may be"),
        (End.NONSENSE, "nonsense", "the channel that carries the answers"),
    ],
)
def test_how_a_child_ended_is_told(how: End, kind: str, said: str):
    explanation = ended(how, "it was at line 9")
    assert explanation.kind == kind
    assert said in explanation.sentence


def test_an_end_counts_although_every_array_had_come():
    answer = Answer(arrays={("", "dW"): np.ones(3)}, finished=True, ended=Ended(End.EXIT, 0))
    assert explained(answer).kind == "exit"


def test_a_check_that_never_ran_says_so():
    assert explained(Answer()).kind == "unfinished"
    assert explained(Answer(ended=Ended(End.DONE, 0))).kind == "unfinished"


def test_what_kept_a_secret_check_from_running_may_be_told():
    secret = Check("mc", 5.0, reveal=False)
    answer = Answer(raised=Raised(0, "missing-file", "MissingFile", "hw1/mc.py"))
    assert explained(answer, secret).kind == "missing-file"
