"""No exception of a handin can break the report of its step."""

import json
from pathlib import Path

import numpy as np
import pytest

from graders.inside.errors import END_FRAMES, MAX_TEXT, describe
from graders.inside.frames import Fields
from graders.inside.tree import Tree

SOURCE = """
def fail(error):
    raise error

def deep(n):
    return 1 / 0 if n == 0 else deep(n - 1)
"""


def described(call: str, **names: object) -> Fields:
    """What is said of the exception that a call within the handin's file raises."""
    tree = Tree({"hw1/student.py": SOURCE.encode()}, Path("/box"))
    namespace = dict(names)
    exec(compile(SOURCE, "/box/hw1/student.py", "exec"), namespace)
    try:
        eval(call, namespace)
    except BaseException as error:  # noqa: BLE001  # of any class
        fields = describe(error, tree)
    assert json.dumps(fields, ensure_ascii=False).encode()
    return fields


def test_only_the_students_own_frames_are_shown_with_their_lines():
    fields = described("fail(error)", error=KeyError("W"))

    assert fields == {
        "type_name": "KeyError",
        "message": "'W'",
        "frames": [("hw1/student.py", 3, "fail", "raise error")],
    }


def test_a_deep_traceback_keeps_both_ends():
    frames = described("deep(100)")["frames"]

    assert isinstance(frames, list)
    assert len(frames) == 2 * END_FRAMES


def test_a_syntax_error_shows_the_line_and_the_place():
    try:
        compile("x = 1\n  y = = 2\n", "/box/hw1/student.py", "exec")
    except SyntaxError as error:
        fields = describe(error, Tree({"hw1/student.py": b""}, Path("/box")))

    assert fields["message"] == "unexpected indent"
    assert fields["frames"] == [("hw1/student.py", 2, "", "  y = = 2\n ^")]


def test_a_private_class_of_numpy_goes_by_its_public_name():
    assert described("np.ones(10**15)", np=np)["type_name"] == "MemoryError"


HOSTILE = """
class Meta(type):
    def __getattribute__(cls, name): raise RuntimeError(name)

class Evasive(Exception, metaclass=Meta):
    def __getattribute__(self, name): raise RuntimeError(name)

class Text(str):
    def __getitem__(self, key): raise RuntimeError
    def encode(self, *arguments): raise RuntimeError

class Prankster(Exception):
    def __str__(self):
        if isinstance(self.args[0], BaseException): raise self.args[0]
        return self.args[0]
"""


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("Evasive('hm')", "hm"),
        ("Prankster(Text('ha'))", "ha"),
        ("Prankster(SystemExit(1))", "(its message cannot be shown)"),
        ("Prankster(7)", "(its message cannot be shown)"),
        ("Prankster('\\ud800 half a pair')", "\\ud800 half a pair"),
        ("Prankster('x' * 10**6)", "x" * MAX_TEXT),
        ("SyntaxError()", "(its message cannot be shown)"),
        ("SyntaxError('no place', (Text('/box/hw1/student.py'), 'one', None, 3))", "no place"),
    ],
)
def test_a_hostile_exception_is_described_all_the_same(expression: str, message: str):
    hostile: dict[str, object] = {}
    exec(HOSTILE, hostile)
    fields = described(f"fail({expression})", **hostile)

    assert fields["message"] == message
    assert ("hw1/student.py", 3, "fail", "raise error") in fields["frames"]  # type: ignore[operator]


def test_a_message_names_the_handins_files_as_the_student_does():
    fields = described("fail(error)", error=ImportError("cannot import 'a' from 'b' (/box/hw1/student.py)"))

    assert fields["message"] == "cannot import 'a' from 'b' (hw1/student.py)"


def test_a_message_of_unfit_characters_is_no_longer_than_others():
    assert len(str(described("fail(error)", error=ValueError("\udc80" * MAX_TEXT))["message"])) == MAX_TEXT


def test_frames_of_an_exercise_are_never_taken_for_a_handins_file_of_that_name():
    tree = Tree({"exercise.py": b"mine"}, Path("/box"))

    assert tree.name("exercise.py") == ""
    assert tree.name("/box/exercise.py") == "exercise.py"
