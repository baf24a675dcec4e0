"""A class on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.statistics.figures import BANDS
from api.statistics.line import Stage
from api.statistics.wanted import Order, State, Wanted

Text = Annotated[str, Field(max_length=200)]
Empty = Literal[""]
"""A form that is sent without a script sends every field, empty ones too: "" asks for nothing."""


class StudentsQuery(BaseModel):
    """Which students are asked for, as an address says it."""

    q: Text = Field("", description="What the name, e-mail or student id holds.")
    state: State | Empty = Field("", description="Only those that stand so.")
    section: Text = Field("", description="Only this section's; - for those in none.")
    band: Annotated[int, Field(ge=0, lt=BANDS)] | Empty = Field(
        "", description="Only those with this tenth of the points, from 0; full marks are in the last."
    )
    check: Text = Field("", description="Only those that failed this check, as problem/name.")
    diagnosis: Text = Field(
        "", description="Only those that made this known mistake, as problem/misconception:name."
    )
    like: Text = Field("", description="Only those with a wrong answer of this likeness.")
    sort: Order = Field(Order.NAME, description="With a minus, the other way around.")

    @property
    def wanted(self) -> Wanted:
        """The same as a filter."""
        return Wanted(
            q=self.q.strip(),
            state=self.state or None,
            section=self.section or None,
            band=None if self.band == "" else self.band,
            check=self.check,
            diagnosis=self.diagnosis,
            like=self.like,
            sort=self.sort,
        )


class BarView(BaseModel):
    """The handins that came after `begin`, until the next bar begins."""

    begin: datetime
    count: int


class ArrivalsView(BaseModel):
    """Handins over time. before, after: of a large class the few that came much earlier or later."""

    seconds: int
    bars: list[BarView]
    before: int
    after: int


class ReasonView(BaseModel):
    """Why students failed. diagnosis, like: one of them says which, as `students` takes it."""

    problem: str
    students: int
    sentence: str
    diagnosis: str
    like: str


class CheckView(BaseModel):
    """A check over the class. check: as `students` takes it. gone: no longer a check of its problem.

    asked: handins that answered it, of which `passed` did. mean: points that it earned on the average.
    """

    check: str
    problem: str
    title: str
    points: float
    mean: float
    asked: int
    passed: int
    gone: bool
    commonest: ReasonView | None


class StatisticsView(BaseModel):
    """A class in figures, each of which counts every student's handin that counts.

    median: of what is decided of the points, from 0 to 1; null while nothing is. histogram: students by
    tenths of them. waiting, working, faults: students of whose handin a part waits for a person, for a
    machine, or failed for a fault of ours. stuck: whose newest handins brought nothing, three or more.
    """

    students: int
    submitted: int
    late: int
    stuck: int
    handins: int
    waiting: int
    working: int
    faults: int
    median: float | None
    undecided: int
    histogram: list[int]
    due_at: datetime | None
    arrivals: ArrivalsView | None
    checks: list[CheckView]
    reasons: list[ReasonView]


class StudentView(BaseModel):
    """A student with the handin that counts. tries: handins in all; last: when the newest came.

    id, email: "" where the assignment is graded without names, and name is what stands for one.
    earned: of what is decided, which is `points`; undecided: points that still wait for somebody.
    """

    id: str
    email: str
    name: str
    section: str
    student_id: str | None
    state: Stage
    tries: int
    last: datetime | None
    submission: str | None
    number: int | None
    submitted_at: datetime | None
    late: bool
    earned: float | None
    points: float
    undecided: float
    stuck: bool


class ChangeView(BaseModel):
    """A check that earned more or less than in the handin before."""

    problem: str
    title: str
    difference: float


class StepView(BaseModel):
    """A handin. found: what machines found, proposals among it; null until they are done with all of it."""

    submission: str
    number: int
    submitted_at: datetime
    late: bool
    earned: float | None
    found: float | None
    points: float
    changes: list[ChangeView]
