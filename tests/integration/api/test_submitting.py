"""Handing in over HTTP, on both databases."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import event, text

from api.assignments import repository as assignment_rows
from api.assignments import service as assignments
from api.assignments.service import Terms
from api.courses import repository as course_rows
from api.db.base import utc_now
from api.db.models import Role, Submission
from api.gradings.seeds import seed_of
from tests.integration.api.homework import LINEAR, SECRET, TORCH, homework, tar
from tests.integration.api.house import House

HOUR = timedelta(hours=1)


def stored(house: House) -> tuple[int, int]:
    """How many submissions and how many files there are."""
    with house.database.reading() as session:
        rows = session.query(Submission).count()
    return rows, sum(1 for path in house.settings.blob_folder.rglob("*") if path.is_file())


def test_a_handin_is_answered_with_a_receipt_of_what_was_read(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    answer = ada.hand_in(tar({"work/mytorch/linear.py": b"x", "work/__pycache__/a.pyc": b"y"}))
    assert answer.status_code == 202
    receipt = answer.json()
    assert receipt["number"] == 1
    assert receipt["files"] == [{"path": "mytorch/linear.py", "bytes": 1}]
    assert any("__pycache__" in note for note in receipt["notes"])
    assert (receipt["position"], receipt["ahead"], receipt["late"]) == (1, 0, False)
    assert ada.get(f"/submissions/{receipt['id']}").json()["digest"] == receipt["digest"]


def test_jobs_are_published_once_the_submission_is_committed(house: House) -> None:
    house.course(LINEAR, TORCH, SECRET)
    ada = house.person("ada@x.edu", Role.STUDENT)
    receipt = ada.hand_in().json()
    jobs = {job.runtime: job for job in house.queue.jobs}
    assert {runtime: [item.problem for item in job.items] for runtime, job in jobs.items()} == {
        "numpy": ["linear", "secret"],
        "torch": ["conv"],
    }
    assert {job.handin.digest for job in house.queue.jobs} == {receipt["digest"]}


def test_the_inputs_of_a_problem_are_the_same_for_every_student(house: House) -> None:
    house.course(LINEAR, SECRET)
    for email in ("ada@x.edu", "bob@x.edu"):
        house.person(email, Role.STUDENT).hand_in()
    first, second = [[item.seed for item in job.items] for job in house.queue.jobs]
    assert first == second
    assert len(set(first)) == 2
    assert seed_of(1, "linear") != seed_of(2, "linear")


def test_a_handin_asks_the_database_no_more_than_it_must(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    assert ada.hand_in().status_code == 202  # the token's use is noted once
    asked = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", note)
    assert ada.hand_in().status_code == 202
    event.remove(house.database.engine, "before_cursor_execute", note)
    questions = [each.split()[0] for each in asked if not each.startswith("BEGIN")]

    # Who it is, then seat, assignment and its problems, twice: before the upload is read, and held. The
    # student, their extension and last number; what is stored; and where it stands in the line.
    assert questions == ["SELECT"] * 10 + ["INSERT"] * 3 + ["SELECT"] * 2


def test_a_handin_that_meets_a_change_of_its_assignment_is_taken_as_that_leaves_it(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    with ThreadPoolExecutor(1) as pool:
        with house.database.writing() as session:
            course = course_rows.course_by_slug(session, "dl")
            assert course
            assert assignment_rows.lock(session, course.id, "hw1")
            handing_in = pool.submit(ada.hand_in)
            wait_for_it_to_wait(house)
            late = Terms(due_at=utc_now() - HOUR, closes_at=utc_now() + HOUR)
            assignments.install(session, house.blobs, course, homework(LINEAR, SECRET), late)
        receipt = handing_in.result().json()

    seen = ada.get(f"/submissions/{receipt['id']}").json()
    assert receipt["late"]
    assert [problem["problem"] for problem in seen["problems"]] == ["linear", "secret"]


def wait_for_it_to_wait(house: House) -> None:
    """Return when a request waits for a lock, which SQLite does not tell."""
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    deadline = time.monotonic() + 30
    while house.database.engine.dialect.name == "postgresql":
        with house.database.asking() as session:
            if session.scalar(waits):
                return
        assert time.monotonic() < deadline, "it did not wait for the lock"
        time.sleep(0.01)
    time.sleep(0.3)


def test_a_hundred_posts_at_once_get_a_hundred_numbers(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: ada.hand_in(), range(100)))
    assert {answer.status_code for answer in answers} == {202}
    assert sorted(answer.json()["number"] for answer in answers) == list(range(1, 101))


def test_a_double_click_counts_once(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ada.hand_in(key="click-1"), range(8)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(house.queue.jobs) == 1


def test_a_key_sent_again_with_another_upload_is_refused(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    ada.hand_in(key="click-1")
    answer = ada.hand_in(tar({"mytorch/linear.py": b"another"}), key="click-1")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:allclose:key-reused")


def test_a_key_is_its_students_own(house: House) -> None:
    house.course(LINEAR)
    ada, bob = house.person("ada@x.edu", Role.STUDENT), house.person("bob@x.edu", Role.STUDENT)
    assert ada.hand_in(key="same").json()["id"] != bob.hand_in(key="same").json()["id"]


def test_the_same_handin_may_be_handed_in_twice(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    assert [ada.hand_in().json()["number"] for _ in range(2)] == [1, 2]


def test_an_upload_that_cannot_be_read_leaves_nothing_behind(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    before = stored(house)
    answer = ada.hand_in(b"this is no archive")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:allclose:handin-refused")
    assert answer.headers["content-type"] == "application/problem+json"
    assert stored(house) == before
    assert house.queue.jobs == []


def test_names_that_leave_the_archive_are_refused(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    for path in ("../../etc/cron.d/x", "/etc/passwd"):
        answer = ada.hand_in(tar({"mytorch/linear.py": b"x", path: b"y"}))
        assert answer.status_code == 422
        assert answer.json()["detail"]


def test_an_upload_larger_than_allowed_is_refused_with_a_sentence(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    before = stored(house)
    answer = ada.hand_in(b"\0" * (house.settings.upload_bytes + 1))
    assert answer.status_code == 413
    assert "32 MiB" in answer.json()["detail"]
    assert stored(house) == before


def test_a_strangers_upload_is_refused_before_it_is_read(house: House) -> None:
    house.course(LINEAR)
    path = "/api/v1/courses/dl/assignments/hw1/submissions"
    for data in (b"no archive", b"\0" * (house.settings.upload_bytes + 1)):
        assert house.client.post(path, files={"handin": ("a.tar", data)}).status_code == 401
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert house.client.post(path, content=b"no form", headers=headers).status_code == 401


def test_a_form_without_a_file_is_refused(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    path = "/courses/dl/assignments/hw1/submissions"
    for more in ({}, {"data": {"handin": "text"}}, {"files": {"other": ("a.tar", tar())}}):
        assert ada.post(path, **more).json()["type"] == "urn:allclose:upload-missing"


def test_a_handin_before_the_opening_is_refused(house: House) -> None:
    house.course(LINEAR, terms=Terms(opens_at=utc_now() + HOUR))
    ada = house.person("ada@x.edu", Role.STUDENT)
    answer = ada.hand_in()
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:allclose:not-yet-open")
    assert "opens at" in answer.json()["detail"]


def test_a_handin_after_the_deadline_is_refused(house: House) -> None:
    house.course(LINEAR, terms=Terms(due_at=utc_now() - HOUR))
    ada = house.person("ada@x.edu", Role.STUDENT)
    answer = ada.hand_in()
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:allclose:closed")
    assert stored(house) == (0, 1)


def test_a_handin_between_due_and_closing_is_late(house: House) -> None:
    house.course(LINEAR, terms=Terms(due_at=utc_now() - HOUR, closes_at=utc_now() + HOUR))
    ada = house.person("ada@x.edu", Role.STUDENT)
    assert ada.hand_in().json()["late"] is True


def test_a_receipt_can_be_asked_for_again_after_the_closing(house: House) -> None:
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    first = ada.hand_in(key="k").json()
    house.course(LINEAR, terms=Terms(due_at=utc_now() - HOUR))
    assert ada.hand_in(key="k").json()["id"] == first["id"]
    assert ada.hand_in(key="other").status_code == 409


def test_staff_may_hand_in_at_any_time(house: House) -> None:
    house.course(LINEAR, terms=Terms(due_at=utc_now() - HOUR))
    assert house.person("ta@x.edu", Role.TA).hand_in().status_code == 202


def test_an_assignment_without_problems_takes_no_handins(house: House) -> None:
    house.course()
    ada = house.person("ada@x.edu", Role.STUDENT)
    assert ada.hand_in().status_code == 409
