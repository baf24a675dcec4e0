"""Grading in tests: a handin, the small problem and real processes in, a report out."""

from collections.abc import Iterator, Mapping
from functools import cache

from graders.box import BoxTask, Event
from graders.bundle import Bundle
from graders.cache import ArrayCache
from graders.grade import Progress, grade
from graders.handin import Handin
from graders.job import Blob, GradeItem, GradeJob
from graders.report import CheckReport, Report, Verdict
from tests.runtimes import runtime_python
from worker.sandbox.bare import BareSandbox


class RecordingSandbox(BareSandbox):
    """The bare box, remembering the tasks that it was given."""

    def __init__(self) -> None:
        super().__init__({"numpy": runtime_python("numpy")})
        self.tasks: list[BoxTask] = []

    def run(self, task: BoxTask) -> Iterator[Event]:
        self.tasks.append(task)
        return super().run(task)


@cache
def shared_cache() -> ArrayCache:
    return ArrayCache()


def graded(
    bundle: Bundle,
    files: Mapping[str, str] | str,
    sandbox: BareSandbox | None = None,
    told: list[Progress] | None = None,
    *,
    exact: bool = True,
) -> Report:
    """The report of a handin, given as its files or as the text of double.py.

    exact: each check is passed or not, for all of its points or none, with a reason where not.
    """
    texts = {"double.py": files} if isinstance(files, str) else files
    handin = Handin({path: text.encode() for path, text in texts.items()})
    item = GradeItem("g", 1, bundle.problem.slug, Blob(bundle.digest), 5)
    job = GradeJob("s", "numpy", "cpu", Blob(handin.digest), (item,))
    listen = [].append if told is None else told.append
    ((done, report),) = grade(
        job, {bundle.digest: bundle}, handin, sandbox or RecordingSandbox(), shared_cache(), listen
    )
    assert done is item
    assert [check.name for check in report.checks] == [check.name for check in bundle.problem.checks]
    for check in report.checks if exact else ():
        assert check.earned == (check.points if check.verdict is Verdict.PASSED else 0)
        assert (check.explanation is None) == (check.verdict is Verdict.PASSED)
    return report


def check(report: Report, name: str) -> CheckReport:
    return next(check for check in report.checks if check.name == name)


def why(report: Report, name: str) -> str:
    explanation = check(report, name).explanation
    assert explanation
    return f"{explanation.kind}: {explanation.sentence}"
