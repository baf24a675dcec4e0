"""A class as REST tells it."""

from api.db.models import Assignment
from api.statistics.arrivals import Arrivals
from api.statistics.checks import CheckLine, Reason
from api.statistics.history import Step
from api.statistics.line import Line
from api.statistics.schemas import (
    ArrivalsView,
    BarView,
    ChangeView,
    CheckView,
    ReasonView,
    StatisticsView,
    StepView,
    StudentView,
)
from api.statistics.service import Overview


def statistics_of(assignment: Assignment, overview: Overview) -> StatisticsView:
    """The whole class."""
    figures = overview.figures
    return StatisticsView(
        students=figures.students,
        submitted=figures.submitted,
        late=figures.late,
        stuck=figures.stuck,
        handins=figures.handins,
        waiting=figures.waiting,
        working=figures.working,
        faults=figures.faults,
        median=figures.median,
        undecided=figures.undecided,
        histogram=list(figures.histogram),
        due_at=assignment.due_at,
        arrivals=_arrivals(overview.arrivals),
        checks=[_check(check) for check in overview.checks],
        reasons=[_reason(reason) for reason in overview.reasons],
    )


def student_of(line: Line) -> StudentView:
    """One of the class."""
    student, counting = line.student, line.counting
    return StudentView(
        id=student.id,
        email=student.email,
        name=student.name,
        section=student.section,
        student_id=student.student_id,
        state=line.stage,
        tries=line.tries,
        last=line.last,
        submission=counting.id if counting else None,
        number=counting.number if counting else None,
        submitted_at=counting.at if counting else None,
        late=line.late,
        earned=line.earned,
        points=line.points,
        undecided=line.undecided,
        stuck=line.stuck,
    )


def step_of(step: Step) -> StepView:
    """One handin of a student's."""
    handin = step.handin
    return StepView(
        submission=handin.id,
        number=handin.number,
        submitted_at=handin.at,
        late=handin.late,
        earned=handin.earned,
        found=handin.found,
        points=handin.points,
        changes=[
            ChangeView(problem=change.problem, title=change.title, difference=change.difference)
            for change in step.changes
        ],
    )


def _arrivals(drawn: Arrivals | None) -> ArrivalsView | None:
    if drawn is None:
        return None
    bars = [BarView(begin=bar.begin, count=bar.count) for bar in drawn.bars]
    seconds = int(drawn.width.total_seconds())
    return ArrivalsView(seconds=seconds, bars=bars, before=drawn.before, after=drawn.after)


def _check(line: CheckLine) -> CheckView:
    return CheckView(
        check=line.key,
        problem=line.problem,
        title=line.title,
        points=line.points,
        mean=line.mean,
        asked=line.asked,
        passed=line.passed,
        gone=line.gone,
        commonest=_reason(line.commonest) if line.commonest else None,
    )


def _reason(reason: Reason) -> ReasonView:
    return ReasonView(
        problem=reason.problem,
        students=reason.students,
        sentence=reason.sentence,
        diagnosis=reason.diagnosis,
        like=reason.like,
    )
