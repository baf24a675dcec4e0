"""Courses, rosters and imports by pages and without a script."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from api.courses import repository as course_rows
from api.courses import service as courses
from api.courses.service import Enrolment
from api.db.models import Role
from tests.fixtures.site import ASSIGNMENT, TEACHER, Site, csrf, passing

ROSTER = "/courses/11-785/-/roster"
PROF = "iris@example.edu"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def prof(site: Site) -> TestClient:
    return enrolled(site, PROF, Role.INSTRUCTOR)


def enrolled(site: Site, email: str, role: Role, section: str = "") -> TestClient:
    with site.database.writing() as session:
        course = course_rows.course_by_slug(session, "11-785")
        assert course is not None
        person = Enrolment(email, role, section=section)
        made = courses.enrol(session, site.app.state.keys, course, person, timedelta(days=1))
        teacher = next(each for each in session.query(type(made.member.user)) if each.email == TEACHER)
        made.member.user.password_hash = teacher.password_hash
    return site.client(email)


def send(client: TestClient, path: str, **fields: str) -> str:
    answer = client.post(path, data={"csrf_token": csrf(client)} | fields)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def paste(client: TestClient, where: str, text: str, **fields: str) -> tuple[int, str]:
    form = {"csrf_token": (None, csrf(client)), "text": (None, text)} | {
        name: (None, value) for name, value in fields.items()
    }
    answer = client.post(f"{ROSTER}/import/{where}", files=form)
    return answer.status_code, answer.text


def test_a_student_finds_what_is_due_next_and_what_became_of_it(site: Site) -> None:
    ada = site.client()
    page = ada.get("/courses/11-785").text
    assert "Due next" in page
    assert "nothing handed in yet" in page
    assert '<bdi>tom@example.edu</bdi></span><span class="quiet">TA' in page
    assert "Roster" not in page
    site.hand_in(ada, {"mytorch/linear.py": b""})
    assert "submission 1, queued" in ada.get("/courses/11-785").text
    site.grade(passing)
    assert "95 of 95" in ada.get("/courses/11-785").text
    assert '<a href="/courses/11-785">' in ada.get("/").text
    assert '<a href="/courses/11-785">' in ada.get(ASSIGNMENT).text
    tom = site.client(TEACHER).get("/courses/11-785").text
    assert "1 of 2 <span" in tom
    assert f'href="{ROSTER}"' in tom


def test_the_front_page_needs_as_many_queries_for_ten_courses_as_for_one(
    site: Site, prof: TestClient
) -> None:
    def counted() -> int:
        made: list[str] = []

        def note(*args: object) -> None:
            made.append(str(args[2]))

        event.listen(site.database.engine, "before_cursor_execute", note)
        assert prof.get("/").status_code == 200
        event.remove(site.database.engine, "before_cursor_execute", note)
        return len(made)

    before = counted()
    for number in range(9):
        answer = prof.post(
            "/new-course", data={"csrf_token": csrf(prof), "slug": f"c{number}", "title": "Another"}
        )
        assert answer.status_code == 200
    assert counted() == before


def test_an_instructor_makes_a_course_and_a_student_does_not(site: Site, prof: TestClient) -> None:
    assert "New course" in prof.get("/").text
    page = send(prof, "/new-course", slug="11-785-s27", title="Deep Learning, spring")
    assert "1 instructor" in page
    taken = prof.post("/new-course", data={"csrf_token": csrf(prof), "slug": "11-785-s27", "title": "Again"})
    assert (taken.status_code, 'value="Again"' in taken.text) == (409, True)
    ada = site.client()
    assert "New course" not in ada.get("/").text
    assert ada.get("/new-course").status_code == 403
    assert site.client(TEACHER).get("/new-course").status_code == 403


def test_a_new_person_gets_a_link_once_and_chooses_a_password_by_it(site: Site, prof: TestClient) -> None:
    page = send(prof, f"{ROSTER}/add", email="New@x.edu", name=HOSTILE, section="A", student_id="7")
    assert HOSTILE not in page
    assert "is shown only now" in page
    link = re.search(r'value="(http://testserver/password/[\w-]+)"', page)
    assert link
    assert site.client().get(link[1]).status_code == 200
    assert link[1] not in prof.get(ROSTER).text
    known = send(prof, f"{ROSTER}/add", email="new@x.edu", role="ta", section="B", student_id="7")
    assert "/password/" not in known
    wrong = prof.post(f"{ROSTER}/add", data={"csrf_token": csrf(prof), "email": "nobody"})
    assert (wrong.status_code, "“nobody” is no e-mail address" in wrong.text) == (422, True)


def test_a_roster_is_searched_sorted_and_filtered(site: Site, prof: TestClient) -> None:
    text = "email,name,section\n" + "".join(f"s{n:03}@x.edu,Zoë {n:03},{'AB'[n % 2]}\n" for n in range(120))
    status, page = paste(prof, "preview", text)
    assert (status, "120" in page) == (200, True)
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', page)
    assert fingerprint
    assert paste(prof, "confirm", text, fingerprint=fingerprint[1])[0] == 200
    first = prof.get(ROSTER).text
    assert "Page 1 of 3" in first
    assert len(re.findall(r"<tr>", first)) == 51
    found = prof.get(f"{ROSTER}?q=zoe+11&section=B&sort=-name").text
    assert re.findall(r"Zoë (\d+)", found) == ["119", "117", "115", "113", "111"]
    assert 'aria-sort="descending"' in found
    assert "5 of 124 people" in found
    assert "Nobody is like that" in prof.get(f"{ROSTER}?q=nobody").text
    assert "Add a person" not in site.client(TEACHER).get(ROSTER).text


def test_bad_lines_are_shown_to_be_mended_and_nothing_is_done(prof: TestClient) -> None:
    text = f"email,name\nada,{HOSTILE}\nbob@x.edu,Bob\n"
    status, page = paste(prof, "preview", text)
    assert status == 200
    assert "1 line to mend" in page
    assert ">Import</button>" not in page
    assert "<script>alert" not in page
    assert paste(prof, "confirm", text)[0] == 422
    assert "bob@x.edu" not in prof.get(ROSTER).text


def test_an_import_tells_the_links_of_new_people_and_what_was_changed_meanwhile(prof: TestClient) -> None:
    text = "email,name,section\nbob@x.edu,=Bob,A\nada@example.edu,,C\n"
    _, page = paste(prof, "preview", text)
    assert "section from <span" in page
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', page)
    assert fingerprint
    send(prof, f"{ROSTER}/add", email="bob@x.edu", section="B")
    status, again = paste(prof, "confirm", text, fingerprint=fingerprint[1])
    assert (status, "was changed since you looked" in again) == (409, True)
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', again)
    assert fingerprint
    status, done = paste(prof, "confirm", text + "eve@x.edu,@eve,\n", fingerprint=fingerprint[1])
    assert status == 409
    status, done = paste(prof, "confirm", text, fingerprint=fingerprint[1])
    assert (status, "The roster was imported" in done) == (200, True)
    newest = "email,name\nkim@x.edu,=Kim\n"
    fingerprint = re.search(r'name="fingerprint" value="(\w+)"', paste(prof, "preview", newest)[1])
    assert fingerprint
    _, done = paste(prof, "confirm", newest, fingerprint=fingerprint[1])
    assert re.search(r"kim@x\.edu,&#39;=Kim,http://testserver/password/[\w-]+", done)


def test_a_person_is_moved_and_removed_by_their_page(site: Site, prof: TestClient) -> None:
    site.hand_in(site.client(), {"mytorch/linear.py": b""})
    address = re.search(rf'href="({ROSTER}/[0-9a-f-]{{36}})"><bdi>ada', prof.get(ROSTER).text)
    assert address
    page = prof.get(address[1]).text
    assert "The 1 handin of <bdi>ada@example.edu</bdi> is kept, with its score" in page
    moved = send(prof, f"{address[1]}/change", role="student", section="West", student_id="9")
    assert "West" in moved
    assert "ada@example.edu" not in send(prof, f"{address[1]}/remove")
    assert site.client().get("/courses/11-785").status_code == 404
