"""What a grading says: a verdict, points and a reason for every check."""

from enum import StrEnum

from msgspec import Struct

from graders.problem import Visibility


class Verdict(StrEnum):
    """How a check, or a whole problem, came out."""

    PASSED = "passed"
    FAILED = "failed"
    FAULT = "fault"
    WITHHELD = "withheld"
    """Not for students to see, for now or for good; no report says so but `student_view`'s."""
    WAITING = "waiting"
    """A person decides it: of a written problem, which no machine judges."""


class Frame(Struct, frozen=True):
    """One frame of a student's traceback, in their own file."""

    path: str
    line: int
    function: str
    source: str


class StudentError(Struct, frozen=True):
    """An exception that the student's code raised, with the student's own frames only."""

    type_name: str
    message: str
    frames: tuple[Frame, ...] = ()


class Worst(Struct, frozen=True):
    """The worst element of a wrong array. Values are text, since NaN and inf are not JSON."""

    index: tuple[int, ...]
    expected: str
    got: str


class ErrorMap(Struct, frozen=True):
    """A small picture of where an array is wrong, at most 40 × 60 cells.

    cells[r][c]: 0 within tolerance, else the error's magnitude as 1…9 (logarithmic, 9 the array's
    worst or not finite). axes: names of the drawn rows and columns. shape: the whole array's;
    a note says how a larger or deeper array was folded.
    """

    axes: tuple[str, str]
    shape: tuple[int, ...]
    cells: tuple[tuple[int, ...], ...]
    note: str = ""


class Mismatch(Struct, frozen=True):
    """One array that is not as expected.

    kind: absent, extra, type, dtype, shape, finite, values, or gradient: not that of the own forward pass.
    """

    case: str
    array: str
    kind: str
    message: str
    wrong: int = 0
    total: int = 0
    times_allowed: float = 0.0
    worst: Worst | None = None
    map: ErrorMap | None = None


class Explanation(Struct, frozen=True):
    """Why a check failed, in one sentence of plain words.

    kind: a stable word to count by, such as "misconception", "factor", "shape", "missing-file";
    misconception: its name where one was recognized.
    """

    kind: str
    sentence: str
    misconception: str = ""


class Curve(Struct, frozen=True):
    """An array of one dimension, drawn over its length beside the expected one; None: not finite.

    axis: what its elements are, such as "epoch".
    """

    name: str
    got: tuple[float | None, ...]
    expected: tuple[float | None, ...]
    axis: str = ""


class CheckReport(Struct, frozen=True):
    """The outcome of one check. curves: those that its problem asks to be drawn.

    peak_bytes: the most memory that the handin held, where its child ended with this check; 0: not measured.
    """

    name: str
    title: str
    points: float
    earned: float
    verdict: Verdict
    visibility: Visibility = Visibility.VISIBLE
    explanation: Explanation | None = None
    mismatches: tuple[Mismatch, ...] = ()
    error: StudentError | None = None
    printed: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    curves: tuple[Curve, ...] = ()
    peak_bytes: int = 0


class Report(Struct, frozen=True):
    """The outcome of one problem of one submission. fault: our failure, in a sentence for staff.

    proposed: what it earned is a proposal, which staff confirm or change.
    """

    problem: str
    title: str
    bundle: str
    verdict: Verdict
    points: float
    earned: float
    checks: tuple[CheckReport, ...]
    runtime: str
    device: str
    box: str
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    fault: str = ""
    proposed: bool = False
