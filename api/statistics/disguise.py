"""A class that is graded without names: its lines keep nothing by which a person is known."""

from collections.abc import Sequence
from dataclasses import replace

from api.anonymity.naming import Names, pseudonym
from api.errors import Conflict
from api.statistics.line import Line, Student


def disguised(lines: Sequence[Line], names: Names) -> list[Line]:
    """The lines as the viewer may read them. Whoever's name is hidden has no id either: rosters tell it."""
    return [
        replace(line, student=_masked(line.student, names)) if _is_hidden(line.student.id, names) else line
        for line in lines
    ]


def refuse_hidden(student_id: str, names: Names) -> None:
    """Raise Conflict for a student whose name the viewer does not read: the id is as good as the name."""
    if _is_hidden(student_id, names):
        raise Conflict("This assignment is graded without names, so nothing is found by a name.")


def _is_hidden(student_id: str, names: Names) -> bool:
    return names.is_anonymous and student_id not in names.known


def _masked(student: Student, names: Names) -> Student:
    called = pseudonym(names.keys, names.assignment_id, student.id)
    return Student("", "", called, "", None)
