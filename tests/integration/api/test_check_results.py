"""What reports say of single checks, in rows that can be counted."""

from collections.abc import Sequence

from alembic import command
from alembic.script import ScriptDirectory
from msgspec.structs import replace
from sqlalchemy import select

from api.db.migrate import migrations, upgrade
from api.db.models import CheckResult, Grading, Role, Submission
from api.recorder import settle
from graders.job import GradeJob
from graders.report import Explanation, Mismatch, Report, StudentError, Verdict
from tests.integration.api.classroom import Class
from tests.integration.api.homework import LINEAR, STATS, TORCH, fault, report
from tests.integration.api.house import House


def rows(house: House) -> Sequence[CheckResult]:
    with house.database.reading() as session:
        query = select(CheckResult).order_by(CheckResult.grading_id, CheckResult.place)
        return session.scalars(query).all()


def job_of(house: House) -> GradeJob:
    house.course(LINEAR)
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    job = house.claim()
    assert job is not None
    return job


def explained(job: GradeJob, **changes: object) -> Report:
    """A report whose check "backward" failed, with this to say."""
    told = report(LINEAR, job.items[0], failed=("backward",))
    checks = [replace(check, **changes) if check.name == "backward" else check for check in told.checks]
    return replace(told, checks=tuple(checks))


def record(house: House, job: GradeJob, told: Report) -> None:
    with house.database.writing() as session:
        settle(session, job.items[0], told)


def test_each_check_of_a_recorded_report_has_a_row(house: House) -> None:
    job = job_of(house)
    why = Explanation("misconception", "It divides by m − 1.\0", "unbiased")
    record(house, job, explained(job, explanation=why))
    forward, backward, shape = rows(house)
    assert [row.name for row in (forward, backward, shape)] == ["forward", "backward", "shape"]
    assert (forward.passed, forward.earned, forward.points) == (True, 2, 2)
    assert (forward.diagnosis, forward.sentence, forward.likeness) == ("", "", "")
    assert (backward.passed, backward.earned, backward.points) == (False, 0, 3)
    assert (backward.diagnosis, backward.sentence) == ("misconception:unbiased", "It divides by m − 1.␀")
    assert len(backward.likeness) == 16
    assert {row.submission_id for row in (forward, backward, shape)} == {job.submission}


def test_our_failure_leaves_no_row(house: House) -> None:
    job = job_of(house)
    record(house, job, fault(LINEAR, job.items[0]))
    assert rows(house) == []


def test_what_machines_found_is_known_when_they_are_done_and_not_before(house: House) -> None:
    house.course(LINEAR, TORCH, STATS)
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    numpy, torch = house.claim(runtimes=["numpy"]), house.claim()
    assert numpy is not None
    assert torch is not None
    house.settle(numpy, LINEAR, STATS, failed=("losses",))
    assert found_of(house) == [None]
    house.settle(torch, TORCH)
    assert found_of(house) == [11]  # the proposal is among it
    assert prof.get(f"/submissions/{numpy.submission}").json()["earned"] == 9


def test_a_grading_that_is_graded_again_has_the_rows_of_its_newest_report(house: House) -> None:
    job = job_of(house)
    record(house, job, explained(job))
    with house.database.writing() as session:
        session.query(Grading).update({"state": "queued"})
    again = house.claim()
    assert again is not None
    record(house, again, report(LINEAR, again.items[0]))
    assert [row.passed for row in rows(house)] == [True, True, True]


def test_a_regrade_changes_the_rows_when_it_goes_live_and_not_before(house: House) -> None:
    taught = Class(house)
    taught.hand_in("ada", "doubled")
    before = [(row.name, row.passed) for row in rows(house)]
    taught.more_points()
    regrade = taught.regrade()
    taught.settle(taught.claim(), "shifted")
    assert [(row.name, row.passed) for row in rows(house)] == before
    assert taught.prof.post(f"{regrade}/confirm").status_code == 200
    after = rows(house)
    assert [row.name for row in after if not row.passed] == ["shifted"]
    with house.database.reading() as session:
        version = session.scalars(select(Grading.bundle_version_id)).one()
    assert {row.bundle_version_id for row in after} == {version}


def test_the_migration_makes_of_kept_reports_what_recording_them_makes(house: House) -> None:
    job = job_of(house)
    told = report(LINEAR, job.items[0], failed=("forward", "backward", "shape"))
    wrong = Mismatch("", "out", "values", "2 of 6 differ")
    error = StudentError("ValueError", "3 are too many, 4.5e3 more so")
    said: tuple[dict[str, object], ...] = (
        {"explanation": Explanation("factor", "3 times the expected."), "mismatches": (wrong,)},
        {"explanation": Explanation("exception", "ValueError at line 3"), "error": error},
        {"verdict": Verdict.FAILED},
    )
    checks = tuple(replace(check, **more) for check, more in zip(told.checks, said, strict=True))
    record(house, job, replace(told, checks=checks))
    before, found = told_of(rows(house)), found_of(house)
    url = house.database.engine.url.render_as_string(hide_password=False)
    command.downgrade(migrations(url), without_rows())
    upgrade(url)
    assert len(before) == 3
    assert told_of(rows(house)) == before
    assert found_of(house) == found == [told.earned]


def found_of(house: House) -> list[float | None]:
    """What machines found of each submission."""
    with house.database.reading() as session:
        return list(session.scalars(select(Submission.found).order_by(Submission.id)))


def without_rows() -> str:
    """The last revision without these rows."""
    known = ScriptDirectory.from_config(migrations("")).walk_revisions()
    [before] = [script.down_revision for script in known if script.path.endswith("_check_results.py")]
    assert isinstance(before, str)
    return before


def told_of(found: Sequence[CheckResult]) -> list[dict[str, object]]:
    columns = CheckResult.__table__.columns.keys()
    return [{name: getattr(row, name) for name in columns} for row in found]
