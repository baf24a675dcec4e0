"""The gradebook by pages and without a script."""

import re

from starlette.testclient import TestClient

from api.db.models import Role
from tests.fixtures.site import Site, csrf, passing
from tests.unit.api.pages.test_course_pages import PROF, enrolled

BOOK = "/courses/11-785/-/gradebook"


def test_staff_read_what_counts_and_an_instructor_excuses(site: Site) -> None:
    prof = enrolled(site, PROF, Role.INSTRUCTOR)
    site.hand_in(site.client(), {"mytorch/linear.py": b""})
    assert "being graded</a>" in prof.get(BOOK).text
    site.grade(passing)
    page = prof.get(BOOK).text
    assert "waits for staff</a>" in page
    assert "nothing yet, and there is time" in page
    address = re.search(rf'href="({BOOK}/[0-9a-f-]{{36}})"><bdi>ada', page)
    assert address
    one = prof.get(address[1]).text
    assert "Excuse from an assignment" in one
    excused = post(prof, f"{address[1]}/excuse", assignment="hw1p1", reason="<b>Ill</b>")
    assert "excused</span>" in excused
    assert "<b>Ill</b>" not in excused
    assert "&lt;b&gt;Ill" in excused
    assert "you are excused" in site.client().get("/courses/11-785").text
    assert "waits for staff" not in prof.get(BOOK).text
    assert "waits for staff</a>" in post(prof, f"{address[1]}/count", assignment="hw1p1")


def post(client: TestClient, path: str, **fields: str) -> str:
    answer = client.post(path, data={"csrf_token": csrf(client)} | fields)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_a_ta_reads_the_gradebook_and_excuses_nobody_and_a_student_reads_none(site: Site) -> None:
    tom = enrolled(site, "second@example.edu", Role.TA)
    page = tom.get(BOOK).text
    address = re.search(rf'href="({BOOK}/[0-9a-f-]{{36}})"', page)
    assert address
    assert "Excuse from" not in tom.get(address[1]).text
    refused = tom.post(f"{address[1]}/excuse", data={"csrf_token": csrf(tom), "assignment": "hw1p1"})
    assert refused.status_code == 403
    assert site.client().get(BOOK).status_code == 403
    assert "No student is like that" in tom.get(f"{BOOK}?q=nobody").text
    assert tom.get(f"{BOOK}?sort=-work:hw1p1&section=-").status_code == 200
