"""A handin's code, what is said beside it, and what a student asks, by pages and without a script."""

import re

import pytest

from api.db.models import Assignment
from api.pages.prose import prose
from api.pages.views.code import LINES
from api.submissions.texts import count_lines
from tests.fixtures.by_hand import by_machine_alone, png
from tests.fixtures.site import OTHER, TEACHER, Site, csrf
from tests.unit.api.pages.test_overriding_page import MACHINE, wrong_errors
from tests.unit.api.pages.test_whole_pages import HOSTILE, assert_harmless

FILES = {
    "hw1/hw1.py": b'def f(x):\n    """A\n    docstring."""\n    return x  # <script>alert(1)</script>\n',
    "hw1/long.py": b"".join(b"x_%d = %d\n" % (number, number) for number in range(10_000)),
    "hw1/turned.py": "access = '\u202euser\u2066'\n".encode(),
    "hw1/blob.bin": bytes(range(256)),
    "hw1/empty.py": b"",
    "hw1/huge.txt": b"x\n" * 600_000,
}


class Desk:
    """A TA's browser and a student's, and the student's graded submission."""

    def __init__(self, site: Site, files: dict[str, bytes]) -> None:
        self.site = site
        site.offer(by_machine_alone())
        self.student, self.ta = site.client(), site.client(TEACHER)
        self.there = str(site.hand_in(self.student, files, assignment=MACHINE).headers["location"])
        site.grade(wrong_errors)

    def code(self, path: str = "hw1/hw1.py", query: str = "") -> str:
        return self.ta.get(f"{self.there}/code/{path}{query}").text

    def send(self, page: str, staff: bool = True, **fields: str) -> tuple[int, str]:
        """Send a form; the status, and the text or where it leads."""
        client = self.ta if staff else self.student
        answer = client.post(page, data={"csrf_token": csrf(client)} | fields, follow_redirects=False)
        return answer.status_code, answer.headers.get("location", answer.text)


@pytest.fixture
def desk(site: Site) -> Desk:
    return Desk(site, FILES)


def test_lines_are_coloured_by_classes_and_numbered_by_links(desk: Desk) -> None:
    text = desk.code()
    assert '<a id="L1" href="#L1" tabindex="-1">1</a><code><span class="k">def</span> ' in text
    assert '<code><span class="sd">    docstring.&#34;&#34;&#34;</span></code>' in text
    assert text.count('class="line"') == 4
    assert "<script>alert" not in text
    assert "style=" not in text
    assert f'href="{desk.there}/code/hw1/long.py"' in text
    assert "⟨U+202E⟩user⟨U+2066⟩" in desk.code("hw1/turned.py")


def test_what_is_no_text_or_too_long_is_said_and_a_long_file_comes_in_parts(desk: Desk) -> None:
    assert "This is no text" in desk.code("hw1/blob.bin")
    assert "The file is empty" in desk.code("hw1/empty.py")
    assert "too long to be shown here" in desk.code("hw1/huge.txt")
    first, last = desk.code("hw1/long.py"), desk.code("hw1/long.py", "?line=10000")
    assert first.count('class="line"') == last.count('class="line"') == LINES
    assert "Lines 1 to 1,000 of 10,000" in first
    assert 'id="L10000"' in last
    assert desk.ta.get(f"{desk.there}/code/hw1/other.py").status_code == 404
    assert desk.ta.get(f"{desk.there}/code/../../../etc/passwd").status_code == 404


def test_pictures_are_shown_as_pictures(site: Site) -> None:
    desk = Desk(site, {"hw1/hw1.py": b"x = 1\n", "plot.png": png()})
    assert re.search(
        r'<img src="/api/v1/submissions/[^"]+/files/plot.png" width="240"', desk.code("plot.png")
    )


def test_a_comment_is_shown_beside_its_line_and_listed_for_the_student(desk: Desk) -> None:
    page = f"{desk.there}/code/hw1/hw1.py"
    status, onward = desk.send(page, first="2", last="3", text="Say the **shape**: $x^2$.", keep="Shape")
    assert (status, onward.split("#")[0]) == (303, f"{page}?line=3")
    thread = onward.partition("#thread-")[2]
    shown = desk.student.get(page).text
    assert "<strong>shape</strong>" in shown
    assert "hw1/hw1.py, lines 2–3" in shown
    assert "From line" not in shown
    assert "1 comment on your code" in desk.student.get(desk.there).text
    assert desk.send(f"/annotations/{thread}/remarks", staff=False, text="Done.")[0] == 303
    assert desk.send(f"/annotations/{thread}/resolved", staff=False, resolved="yes")[0] == 303
    text = desk.code()
    assert "Done." in text
    assert "resolved" in text
    assert "Shape (0 ×)" in text
    assert "Say the" in desk.ta.get(f"{MACHINE}/comments").text
    assert desk.site.client(OTHER).get(page).status_code == 404


def test_what_was_typed_survives_a_refusal(desk: Desk) -> None:
    for fields, said in (
        ({"first": "9", "text": "Mine."}, "has the lines 1 to 4"),
        ({"first": "3", "last": "2", "text": "Mine."}, "3 to 2 are not there"),
        ({"first": "two", "text": "Mine."}, "Write a whole number"),
        ({"text": "Mine."}, "0 to 0 are not there"),
    ):
        status, text = desk.send(f"{desk.there}/code/hw1/hw1.py", **fields)
        assert status == 422
        assert said in text
        assert "Mine.</textarea>" in text


def test_a_student_asks_and_staff_answer_with_points(desk: Desk) -> None:
    listed = desk.student.get(desk.there).text
    address = re.search(r'href="([^"]+/ask[^"]+check=errors)"', listed)
    assert address
    form = desk.student.get(address[1].replace("&amp;", "&")).text
    assert "Divide by the number of rows." in form
    asked = {"problem": "by-machine", "check": "errors", "text": HOSTILE}
    status, request = desk.send(f"{desk.there}/ask", staff=False, **asked)
    assert status == 303
    assert desk.send(f"{desk.there}/ask", staff=False, **asked)[0] == 409
    assert "Errors: request open" in desk.student.get(desk.there).text
    assert f'href="{request}"' in desk.ta.get(f"{MACHINE}/requests").text
    text = desk.ta.get(request).text
    assert_harmless(text)
    revision = re.search(r'name="revision" value="([^"]+)"', text)
    assert revision
    answer = {"revision": revision[1], "text": "You are right."}
    assert desk.send(request, **answer, earned="9")[0] == 422
    assert desk.send(request, **answer, earned="2")[0] == 303
    told = desk.student.get(desk.there).text
    assert "Errors: request answered" in told
    assert "The machine gave 0 of 2; staff gave 2." in told
    assert desk.send(request, act="close")[0] == 303
    assert desk.send(request, staff=False, text="But")[0] == 409


def test_answers_that_are_alike_are_graded_from_one_page(desk: Desk) -> None:
    other = desk.site.client(OTHER)
    desk.site.hand_in(other, FILES, assignment=MACHINE)
    desk.site.grade(wrong_errors)
    found = re.search(
        r'href="(/gradings/[^"]+/alike\?check=errors)">grade 2 answers', desk.ta.get(desk.there).text
    )
    assert found
    page = found[1]
    text = desk.ta.get(page).text
    picked = dict(re.findall(r'name="(pick-[^"]+)" value="([^"]+)"', text))
    assert len(picked) == 2
    status, text = desk.send(page.partition("?")[0], **picked, check="errors", earned="1", reason="Nearly.")
    assert status == 200
    assert "2 graded the same way" in text
    status, text = desk.send(page.partition("?")[0], **picked, check="errors", earned="2", reason="Again.")
    assert "0 graded the same way, 2 left as they were" in text
    assert f"{TEACHER} gave 1 of 2 points (“Nearly.”) while you read" in text


def test_names_are_hidden_on_every_page_that_grades(desk: Desk) -> None:
    with desk.site.database.writing() as session:
        session.query(Assignment).update({"anonymous": True})
    desk.send(f"{desk.there}/ask", staff=False, problem="by-machine", check="errors", text="Please.")
    request = re.search(r'href="(/requests/[^"]+)"', desk.ta.get(f"{MACHINE}/requests").text)
    assert request
    change = re.search(r'href="(/gradings/[^"]+/checks/errors)"', desk.ta.get(desk.there).text)
    assert change
    for page in (
        desk.there,
        f"{desk.there}/code",
        request[1],
        change[1],
        f"{MACHINE}/requests",
        f"{change[1].partition('/checks')[0]}/alike?check=errors",
    ):
        text = desk.ta.get(page).text
        assert "ada@" not in text, page
        assert re.search(r"Student [0-9a-f]{4}-[0-9a-f]{4}", text), page


def test_prose_is_markdown_and_nothing_in_it_can_act() -> None:
    html = prose(f"# Big\n\n`x` {HOSTILE} [y](javascript:alert(1)) ![z](http://evil/z.png)\n\n\u202eturned")
    assert "<p>Big</p>" in html
    assert "⟨U+202E⟩turned" in html
    assert not re.search(r"<[^>]*(script|img|javascript|onerror|id=)", html)


def test_lines_are_counted_as_they_are_shown() -> None:
    for data, lines in ((b"a\r\nb\rc\n", 3), (b"a", 1), (b"\n\n", 2), (b"", 0), (png(), 0), (b"\0", 0)):
        assert count_lines(data) == lines
