"""The words of `problem.toml`: everything a server must know of a problem without running code."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """Who grades a problem's handins."""

    CODE = "code"
    """A machine: checks ask the student's code for arrays, in a box."""
    WRITTEN = "written"
    """A person, who reads a PDF by a rubric; nothing of it runs."""


class Visibility(StrEnum):
    """Who sees a check's outcome, and when."""

    VISIBLE = "visible"
    AFTER_DEADLINE = "after_deadline"
    HIDDEN = "hidden"


class Inputs(StrEnum):
    """What a handin may do with the arrays that the exercise lends it."""

    MAY_CHANGE = "may_change"
    """Writing into an input earns a note; only wrong results cost points."""
    UNCHANGED = "unchanged"
    """Writing into an input fails the check."""


class Lists(StrEnum):
    """What becomes of a list, a tuple or a single number where an array is due."""

    READ = "read"
    """It is read as the array that it spells out, which earns a note."""
    REFUSED = "refused"
    """It is wrong: the course asks for arrays."""


class Compare(StrEnum):
    """What an error is measured by."""

    ALLCLOSE = "allclose"
    """|got − expected| may be rtol · |expected| + atol, as in numpy."""
    RELATIVE_ERROR = "relative-error"
    """|got − expected| / max(|got|, |expected|) may be rtol, and is 0 where both are 0.

    An error of no more than atol counts as none.
    """


class Credit(StrEnum):
    """What a check is divided into when part of it is right. A check that does not finish earns nothing."""

    ALL = "all"
    """All or nothing."""
    SEED = "seed"
    CASE = "case"
    ARRAY = "array"


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What one child of a box may use. Wall time is per check, the rest per child.

    Memory and files are on top of what the handin itself takes.
    """

    wall_seconds: float = 10.0
    memory_mb: int = 512
    files_mb: int = 64
    printed_mb: int = 64
    answer_mb: int = 128


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """A named, weighted question. `exercise.py` holds one function of the same name.

    `points = 0` makes it a diagnostic: shown, never scored. `axes` names the axes of an array for
    error maps; `scales` names numbers a wrong factor may equal ("the batch size" = 20); `stable`
    says how to avoid overflow, for answers that are not finite. `reveal = false` keeps every
    expected value out of the explanation (multiple choice). `judged = true` leaves the verdict to the
    function of the same name in judge.py. `curves` names arrays of one dimension to draw in the report.

    `seeds`: how many times it is asked, each time with other numbers drawn; `cases`: names that its
    function is called with in turn, as a third argument. All of it within one `wall_seconds`.
    `times_reference`, `memory_times_reference`: how many times the reference's time and memory, measured
    where it is graded, it may cost (see `graders/cost.py`); `cheaper` says how to need less.
    `gradients`: array → the differences of the student's own forward pass that it must agree with (see
    `graders/compare/gradients.py`).
    problems/README.md says all this to authors.
    """

    name: str
    points: float
    title: str = ""
    rtol: float = 1e-4
    atol: float = 1e-8
    compare: Compare = Compare.ALLCLOSE
    dtype: str = "exact"
    seeds: int = 1
    cases: list[str] = []
    credit: Credit = Credit.ALL
    gradients: dict[str, str] = {}
    visibility: Visibility = Visibility.VISIBLE
    inputs: Inputs = Inputs.MAY_CHANGE
    lists: Lists = Lists.READ
    wall_seconds: float | None = None
    times_reference: float | None = None
    memory_times_reference: float | None = None
    reveal: bool = True
    axes: dict[str, list[str]] = {}
    scales: dict[str, float] = {}
    stable: str = ""
    cheaper: str = ""
    judged: bool = False
    curves: list[str] = []


class Edit(Struct, frozen=True, forbid_unknown_fields=True):
    """One place of a file written otherwise: `find`, which must stand there exactly once, becomes `put`."""

    file: str
    find: str
    put: str


class Misconception(Struct, frozen=True, forbid_unknown_fields=True):
    """A known wrong solution: the reference, with the mistake made by its `edits`, one after the other.

    What edits cannot say is said by whole files in `misconceptions/<name>/`, which are laid over the
    reference before any edit.
    """

    name: str
    hint: str
    fails: list[str]
    edits: list[Edit] = []


class Recipe(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a sample's handin is made, by each of these words in turn.

    `base` is what it starts from: reference, starter, nothing, or a sample that stands before it. `takes`:
    path → the sample that stands before it whose file of that path it takes. `remove` are paths that go,
    `rename` old path → new. The files of `samples/<name>/`, where there are any, are laid over what has
    come of it, and last are the `edits`. Samples of an assignment's problems are called problem/sample.
    """

    name: str
    base: str = "reference"
    takes: dict[str, str] = {}
    remove: list[str] = []
    rename: dict[str, str] = {}
    edits: list[Edit] = []
    about: str = ""


class Sample(Recipe, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A handin with the score it must earn.

    A written problem's sample earns nothing by itself: `told` is some of what its student is told that
    nobody can read; "" where all can be read.
    """

    earns: float
    told: str = ""


class RubricItem(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person gives points for. `text` says what earns them; students read it beside their marks."""

    name: str
    points: float
    text: str


class Problem(Struct, frozen=True, forbid_unknown_fields=True):
    """One `problem.toml`.

    `files` are the paths a handin should hold; `aliases` maps such a path to names accepted in its
    place; `path` lists folders of the handin that go on the module search path after its root.
    `extends` names a sibling folder whose reference/ and starter/ lie under this bundle's own; it
    is resolved when a folder is read and never travels in a packed bundle.

    `proposed`: what the checks earn is a proposal, which staff confirm or change. `rubric`: what people
    give points for, where they do.
    """

    slug: str
    title: str
    files: list[str]
    kind: Kind = Kind.CODE
    checks: list[Check] = []
    proposed: bool = False
    rubric: list[RubricItem] = []
    runtime: str = "numpy"
    device: str = "cpu"
    aliases: dict[str, list[str]] = {}
    path: list[str] = []
    extends: str = ""
    limits: Limits = Limits()
    misconceptions: list[Misconception] = []
    samples: list[Sample] = []

    @property
    def points(self) -> float:
        """The most that a handin can earn."""
        return sum(part.points for part in (self.rubric if self.is_written else self.checks))

    @property
    def is_written(self) -> bool:
        """Whether a person reads the handin, and no machine grades it."""
        return self.kind is Kind.WRITTEN

    @property
    def by_hand(self) -> bool:
        """Whether a person has the last word on the points."""
        return self.proposed or self.is_written

    @property
    def wanted(self) -> frozenset[str]:
        """The files that a handin should hold, under all the names accepted for them."""
        return frozenset(self.files).union(*self.aliases.values())
