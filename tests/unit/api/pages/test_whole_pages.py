import re

from msgspec.structs import replace
from starlette.testclient import TestClient

from api.queue import Served
from graders.problem import Check, Problem
from graders.report import CheckReport, ErrorMap, Explanation, Frame, Mismatch, StudentError, Verdict, Worst
from tests.fixtures.site import ASSIGNMENT, NEWCOMER, OTHER, STUDENT, TEACHER, Site, passing

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>\u202egnp.exe\0\x1b[31mred'


def failing(problem: Problem, check: Check) -> CheckReport:
    return CheckReport(check.name, check.title, check.points, 0, Verdict.FAILED, check.visibility,
                       explanation=Explanation("values", "Your `dW` is 20 × the expected one."))  # fmt: skip


def hostile(problem: Problem, check: Check) -> CheckReport:
    return CheckReport(
        name=check.name,
        title=check.title,
        points=check.points,
        earned=0,
        verdict=Verdict.FAILED,
        visibility=check.visibility,
        explanation=Explanation("exception", HOSTILE),
        mismatches=(Mismatch(HOSTILE, HOSTILE, "values", HOSTILE, 1, 2, 3.0, Worst((0,), HOSTILE, HOSTILE)),)
        * 5,
        error=StudentError(HOSTILE, HOSTILE, (Frame(HOSTILE, 1, HOSTILE, HOSTILE),)),
        printed=HOSTILE + "\n" + "x" * 100_000,
        notes=(HOSTILE,),
    )


def test_a_form_without_its_token_is_refused_as_a_page(site: Site) -> None:
    answer = site.client().post("/sign-out", data={})
    assert answer.status_code == 403
    assert "<h1>" in answer.text


def test_the_front_page_lists_assignments_with_deadline_and_best_score(site: Site) -> None:
    client = site.client()
    assert "nothing handed in yet" in client.get("/").text
    site.hand_in(client, site.homework.reference())
    site.grade()
    assert "95 of 95" in client.get("/").text


def test_somebody_in_no_course_is_told_the_next_step(site: Site) -> None:
    assert "Ask your instructor" in site.client(NEWCOMER).get("/").text


def test_an_assignment_shows_handout_deadline_and_what_to_hand_in(site: Site) -> None:
    text = site.client().get(ASSIGNMENT).text
    assert "in 2 days" in text
    assert "<code>mytorch/batchnorm.py</code>" in text
    assert 'class="math block"' in text
    assert "style=" not in text


def test_a_closed_assignment_takes_no_more_handins(site: Site) -> None:
    site.end_assignment()
    text = site.client().get(ASSIGNMENT).text
    assert "it takes no more handins" in text
    assert 'type="file"' not in text


def test_a_look_at_a_file_says_what_is_missing_and_hands_nothing_in(site: Site) -> None:
    client = site.client()
    files = {"mytorch/linear.py": b"", ".DS_Store": b"x"}
    answer = site.hand_in(client, files, where="look")
    assert answer.status_code == 200
    assert "Not handed in yet" in answer.text
    assert "<code>mytorch/loss.py</code>" in answer.text
    assert ".DS_Store" in answer.text
    assert "My submissions" not in client.get(ASSIGNMENT).text


def test_a_handin_leads_to_its_receipt(site: Site) -> None:
    client = site.client()
    answer = site.hand_in(client, site.homework.reference(), "my work.tar")
    assert answer.status_code == 303
    text = client.get(answer.headers["location"]).text
    assert "my work.tar" in text
    assert "mytorch/linear.py" in text
    assert re.search(r"Receipt <code[^>]*>[0-9a-f]{64}</code>", text)


def test_more_than_fifty_submissions_come_a_page_at_a_time(site: Site) -> None:
    client = site.client()
    for _ in range(51):
        site.hand_in(client, {"hw1/mc.py": b""})
    assert "Page 1 of 2" in client.get(ASSIGNMENT).text
    older = client.get(f"{ASSIGNMENT}?page=2").text
    assert "Submission 1</a>" in older
    assert "Submission 2</a>" not in older


def test_a_refused_file_says_why_and_leads_back(site: Site) -> None:
    answer = site.hand_in(site.client(), b"no archive at all")
    assert answer.status_code == 422
    assert f'href="{ASSIGNMENT}"' in answer.text


def test_a_refused_file_is_one_sentence_for_a_script(site: Site) -> None:
    client = site.client()
    client.headers["hx-request"] = "true"
    answer = site.hand_in(client, b"no archive at all")
    assert answer.status_code == 422
    assert answer.text.startswith('<div class="alert">')


def test_staff_read_whose_submission_it_is(site: Site) -> None:
    student = site.client()
    there = site.hand_in(student, site.homework.reference()).headers["location"]
    assert f"by <bdi>{STUDENT}</bdi>" in site.client(TEACHER).get(there).text
    assert f"by <bdi>{STUDENT}</bdi>" not in student.get(there).text


def test_a_submission_that_waits_says_its_place_in_line(site: Site) -> None:
    first, second = site.client(), site.client(OTHER)
    site.hand_in(first, site.homework.reference())
    there = site.hand_in(second, site.homework.starter()).headers["location"]
    text = second.get(there).text
    assert "Queued, 2nd in line" in text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text


def test_a_submission_that_no_worker_can_run_says_what_it_waits_for(site: Site) -> None:
    client = site.client()
    there = site.hand_in(client, site.homework.reference()).headers["location"]
    site.queue.served = Served(frozenset({"torch"}))
    text = client.get(there).text
    assert "Waits for a worker with the runtime numpy" in text
    assert "in line" not in text


def test_a_graded_submission_shows_its_score_and_no_longer_refreshes(site: Site) -> None:
    client = site.client()
    there = site.hand_in(client, site.homework.reference()).headers["location"]
    site.grade()
    text = client.get(there).text
    assert "<b>95</b>" in text
    assert "refresh" not in text
    assert "sse-connect" not in text


def test_the_first_failed_check_is_open_and_no_other(site: Site) -> None:
    client = site.client()
    there = site.hand_in(client, site.homework.starter()).headers["location"]
    site.grade(failing)
    text = client.get(there).text
    assert text.count("<details open>") == 1
    assert "Your <code>dW</code> is 20 × the expected one." in text


def test_a_resubmission_says_what_changed(site: Site) -> None:
    client = site.client()
    site.hand_in(client, site.homework.starter())
    site.grade(lambda problem, check: (failing if check.name == "momentum" else passing)(problem, check))
    there = site.hand_in(client, site.homework.reference()).headers["location"]
    site.grade()
    text = client.get(there).text
    assert "Since submission 1" in text
    assert "<b>+10</b>" in text


def test_our_failure_is_said_to_be_ours_and_costs_nothing(site: Site) -> None:
    client = site.client()
    there = site.hand_in(client, site.homework.reference()).headers["location"]
    site.grade(broken="mlp")
    text = client.get(there).text
    assert "This was our failure, not yours" in text
    assert "of 40 points" in text
    assert "55 points still to be graded" in text
    assert "The box did not start" not in text


def test_nothing_that_a_student_wrote_can_act(site: Site) -> None:
    client = site.client()
    there = site.hand_in(
        client, {"mytorch/<script>alert(3)<.py": b"", **site.homework.reference()}, HOSTILE
    ).headers["location"]
    site.grade(hostile)
    text = client.get(there).text
    assert_harmless(text)
    assert "&lt;script&gt;alert(2)&lt;/script&gt;⟨U+202E⟩gnp.exe␀red" in text
    assert_harmless(client.get(ASSIGNMENT).text)


def test_another_students_submission_does_not_exist_and_staff_see_it(site: Site) -> None:
    there = site.hand_in(site.client(), site.homework.reference()).headers["location"]
    answer = site.client(OTHER).get(there)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert site.client(TEACHER).get(there).status_code == 200


def test_a_page_that_does_not_exist_is_a_page_that_leads_home(site: Site) -> None:
    answer = site.client().get("/nowhere")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_our_own_failure_is_a_page_with_a_number_and_no_trace(site: Site) -> None:
    @site.app.get("/breaks")
    def breaks() -> None:
        raise RuntimeError("the secret reason")

    client = TestClient(site.app, headers={"accept": "text/html"}, raise_server_exceptions=False)
    answer = client.get("/breaks")
    assert answer.status_code == 500
    assert "This is our fault, not yours" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert "secret reason" not in answer.text


def test_a_page_with_everything_wrong_is_still_light(site: Site) -> None:
    client = site.client()
    there = site.hand_in(client, site.homework.reference()).headers["location"]
    cells = tuple(tuple((row * column) % 10 for column in range(60)) for row in range(40))
    picture = ErrorMap(("in", "out"), (400, 600), cells)
    arrays = tuple(
        Mismatch("", f"dW[{n}]", "values", "It differs.", 9, 10, 3.0, Worst((0, 0), "1", "2"), picture)
        for n in range(12)
    )
    printed = "loss 0.1\n" * 2_000
    site.grade(lambda *asked: replace(failing(*asked), mismatches=arrays, printed=printed))
    assert len(client.get(there).content) < 3_000_000


def test_pages_are_kept_by_no_cache_and_allow_nothing_foreign(site: Site) -> None:
    headers = site.client().get("/").headers
    assert headers["cache-control"] == "no-store"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_a_typed_email_cannot_act(site: Site) -> None:
    client = site.client()
    client.cookies.clear()
    answer = client.post("/sign-in", data={"email": HOSTILE, "password": "x"})
    assert_harmless(answer.text)


def assert_harmless(html: str) -> None:
    """No element or handler came from data, and nothing invisible is left."""
    assert "<img" not in html
    assert not re.search(r"<script(?! src=\"/static/[0-9a-f]{16}/)", html)
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', html))
    assert not re.search("[\0\x1b\u202e\u2066]", html)
