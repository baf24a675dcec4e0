"""The table of permissions: a line for each endpoint. What is not in it fails `test_permissions.py`.

To add one: `line(method, route, access)`, the route as the application names it, and what is sent with it
(`json=`, `data=` for a page's form, `files=`, `params=`); then `make permissions`. Those who may are asked
last, so that what they change hurts no refusal, and lines are tried from top to bottom: put what destroys
below. `where=` names another thing in the path than the scene's usual one (`tests/permissions/scene.py`).
"""

from tests.permissions.line import (
    EVERYBODY,
    INSTRUCTORS,
    INSTRUCTORS_ANYWHERE,
    INSTRUCTORS_OF_WORK,
    MEMBERS,
    OWN_WORK,
    SIGNED_IN,
    STAFF,
    STAFF_ANYWHERE,
    STAFF_BESIDE,
    STAFF_OF_WORK,
    WORK,
    WORKERS,
    Line,
    line,
)
from tests.permissions.scene import bundle, handin
from tests.permissions.table_of_accounts import ACCOUNTS, SITE

_V1 = "/api/v1"
_COURSE = f"{_V1}/courses/{{course}}"
_WORK = f"{_COURSE}/assignments/{{assignment}}"
_PROBLEM = f"{_COURSE}/problems/{{problem}}"
_VERSION = f"{_PROBLEM}/versions/{{version}}"
_REGRADE = f"{_WORK}/regrades/{{regrade}}"
_ALIKE = f"{_WORK}/similarity"
_PAIR = f"{_ALIKE}/pairs/{{pair}}"
_NO_PAIR = {"pair": "00000000-0000-0000-0000-000000000000"}
_SUBMISSION = f"{_V1}/submissions/{{submission}}"
_GRADING = f"{_V1}/gradings/{{grading}}"
_PAGE = "/courses/{course}/{assignment}"
_PROBLEM_PAGE = "/problems/{course}/{problem}"
_NEW = {"email": "newer@x.edu", "role": "student", "section": "A"}
_EXCUSED = {"assignment": "hw9"}
_PEOPLE = b"email,section\nnewest@x.edu,A\n"
_PASTED = {"text": (None, _PEOPLE)}
_NEW_COURSE = {"slug": "new", "title": "New"}
_SPOT = {"path": "scale.py", "first_line": 1, "text": "x"}
_LINE = {"first": "1", "text": "x"}
_SAME = {"chosen": [{"grading": "x", "revision": "0-0"}], "comment": "x"}
_GIVEN = {"revision": "1-0", "earned": 1, "reason": "x"}
_LATER = {"due_at": "2099-01-01T00:00:00Z"}
_OWNER = {"student": "owner@x.edu"}
_NEW_WORK = {"title": "New", "problems": ["linear"]}

SERVER = [
    line("GET", "/healthz", EVERYBODY),
    line("GET", "/readyz", EVERYBODY),
    line("GET", f"{_V1}/openapi.json", EVERYBODY),
    line("GET", "/static/{digest}/{name:path}", EVERYBODY),
    line("GET", "/objects/{digest}", WORKERS),
    line("PUT", "/objects/kits/{kit}", WORKERS),
    line("GET", f"{_V1}/status", STAFF_ANYWHERE),
    line("GET", "/status", STAFF_ANYWHERE),
    line("GET", f"{_V1}/problems", STAFF_ANYWHERE),
    line("GET", f"{_V1}/faults", SIGNED_IN),
]
COURSES = [
    line("GET", "/", SIGNED_IN),
    line("GET", f"{_V1}/courses", SIGNED_IN),
    line("POST", f"{_V1}/courses", INSTRUCTORS_ANYWHERE, 201, 409, json=_NEW_COURSE),
    line("GET", "/new-course", INSTRUCTORS_ANYWHERE),
    line("POST", "/new-course", INSTRUCTORS_ANYWHERE, 303, 409, data=_NEW_COURSE),
    line("GET", "/courses/{course}", MEMBERS),
    line("GET", _COURSE, MEMBERS),
    line("GET", f"{_COURSE}/roster", STAFF),
    line("GET", f"{_COURSE}/roster.csv", STAFF),
    line("POST", f"{_COURSE}/roster", INSTRUCTORS, 201, json={"email": "new@x.edu", "role": "student"}),
    line("POST", f"{_COURSE}/roster/preview", INSTRUCTORS, content=_PEOPLE),
    line("POST", f"{_COURSE}/roster/import", INSTRUCTORS, content=_PEOPLE),
    line("PATCH", f"{_COURSE}/roster/{{member}}", INSTRUCTORS, json={"section": "B"}),
    line("GET", f"{_COURSE}/gradebook", STAFF),
    line("GET", f"{_WORK}/excusals", STAFF),
    line("GET", f"{_WORK}/results.zip", STAFF),
    line("PUT", f"{_WORK}/excusals/{{member}}", INSTRUCTORS, json={"reason": "Ill."}),
    line("DELETE", f"{_WORK}/excusals/{{member}}", INSTRUCTORS, 204),
    line("GET", "/courses/{course}/-/gradebook", STAFF),
    line("GET", "/courses/{course}/-/gradebook/{member}", STAFF),
    line("POST", "/courses/{course}/-/gradebook/{member}/excuse", INSTRUCTORS, 303, data=_EXCUSED),
    line("POST", "/courses/{course}/-/gradebook/{member}/count", INSTRUCTORS, 303, data=_EXCUSED),
    line("GET", "/courses/{course}/-/roster", STAFF),
    line("GET", "/courses/{course}/-/roster/import", INSTRUCTORS),
    line("GET", "/courses/{course}/-/roster/{member}", INSTRUCTORS),
    line("POST", "/courses/{course}/-/roster/add", INSTRUCTORS, 200, 303, data=_NEW),
    line("POST", "/courses/{course}/-/roster/import/preview", INSTRUCTORS, files=_PASTED),
    line("POST", "/courses/{course}/-/roster/import/confirm", INSTRUCTORS, 200, 409, files=_PASTED),
    line("POST", "/courses/{course}/-/roster/{member}/change", INSTRUCTORS, 303, data=_NEW),
]
PROBLEMS = [
    line("GET", f"{_COURSE}/problems", STAFF),
    line("GET", f"{_PROBLEM}/versions", STAFF),
    line("GET", _VERSION, STAFF),
    line("GET", f"{_VERSION}/bundle.tar", STAFF),
    line("GET", f"{_VERSION}/diff", STAFF),
    line("GET", f"{_VERSION}/events", STAFF),
    line("GET", "/courses/{course}/-/problems", STAFF),
    line(
        "POST",
        "/courses/{course}/-/problems",
        INSTRUCTORS,
        303,
        files={"bundle": ("b.tar", bundle("fourth"))},
    ),
    line("GET", _PROBLEM_PAGE, STAFF),
    line("GET", f"{_PROBLEM_PAGE}/{{version}}/diff", STAFF, where={"version": "2"}),
    line("POST", f"{_PROBLEM_PAGE}/{{version}}/publish", INSTRUCTORS, 303, where={"version": "2"}),
    line("POST", f"{_PROBLEM_PAGE}/{{version}}/proof", INSTRUCTORS, 409),
    line("POST", f"{_PROBLEM_PAGE}/{{version}}/withdraw", INSTRUCTORS, 409, where={"version": "2"}),
    line("PUT", _PROBLEM, INSTRUCTORS, 202, 200, content=bundle("third")),
    line("POST", f"{_VERSION}/publish", INSTRUCTORS, where={"version": "2"}),
    line("POST", f"{_VERSION}/proof", INSTRUCTORS, 409),
    line("POST", f"{_VERSION}/withdraw", INSTRUCTORS, 200, 409, where={"version": "3"}),
]
ASSIGNMENTS = [
    line("GET", f"{_COURSE}/assignments", MEMBERS),
    line("GET", _WORK, MEMBERS),
    line("GET", _PAGE, MEMBERS),
    line("GET", f"{_WORK}/starter.tar", MEMBERS, 503),
    line("PUT", _WORK, INSTRUCTORS, 201, 200, where={"assignment": "hw8"}, json=_NEW_WORK),
    line("DELETE", _WORK, INSTRUCTORS, 204, 404, where={"assignment": "hw8"}),
]
POLICIES = [
    line("GET", f"{_COURSE}/rules", MEMBERS),
    line("PUT", f"{_COURSE}/rules", INSTRUCTORS, json={"zone": "UTC", "slip_days": 5}),
    line("GET", f"{_WORK}/extensions", STAFF),
    line("PUT", f"{_WORK}/extensions/{{student}}", INSTRUCTORS, 422, json=_LATER, where=_OWNER),
    line("DELETE", f"{_WORK}/extensions/{{student}}", INSTRUCTORS, 404, where=_OWNER),
    line("POST", f"{_WORK}/scores/hide", INSTRUCTORS),
    line("POST", f"{_WORK}/scores/publish", INSTRUCTORS),
    line("GET", f"{_WORK}/standing", MEMBERS),
    line("GET", f"{_WORK}/outlook", MEMBERS),
    line("GET", "/courses/{course}/-/setup", INSTRUCTORS),
    line("POST", "/courses/{course}/-/setup", INSTRUCTORS, 303, data={"zone": "UTC", "slip_days": "0"}),
    line("GET", "/courses/{course}/-/new", INSTRUCTORS),
    line("POST", "/courses/{course}/-/new", INSTRUCTORS, 422, data={"title": "HW"}),
    line("GET", f"{_PAGE}/setup", INSTRUCTORS),
    line("POST", f"{_PAGE}/setup", INSTRUCTORS, 422, data={"title": ""}),
    line("POST", f"{_PAGE}/setup/scores", INSTRUCTORS, 303, data={"act": "publish"}),
    line("POST", f"{_PAGE}/setup/extensions", INSTRUCTORS, 422, data={"student": "owner@x.edu"}),
    line("POST", f"{_PAGE}/setup/extensions/take-back", INSTRUCTORS, 404, data={"student": "owner@x.edu"}),
]
SUBMISSIONS = [
    line("GET", f"{_WORK}/submissions", MEMBERS),
    line("GET", _SUBMISSION, WORK),
    line("GET", "/submissions/{submission}", WORK),
    line("GET", f"{_SUBMISSION}/archive", WORK),
    line("GET", f"{_SUBMISSION}/results.json", WORK),
    line("GET", f"{_SUBMISSION}/files/{{path:path}}", WORK),
    line("GET", f"{_SUBMISSION}/events", WORK),
    line("GET", "/submissions/{submission}/live", WORK),
    line("POST", f"{_WORK}/submissions", MEMBERS, 202, files=handin(), where={"assignment": "hw1"}),
    line("POST", f"{_PAGE}/look", MEMBERS, files=handin(), where={"assignment": "hw1"}),
    line("POST", f"{_PAGE}/submissions", MEMBERS, 303, files=handin(), where={"assignment": "hw1"}),
]
CLASS = [
    line("GET", f"{_WORK}/statistics", STAFF),
    line("GET", f"{_WORK}/students", STAFF),
    line("GET", f"{_WORK}/students/{{student}}", STAFF),
    line("GET", f"{_PAGE}/dashboard", STAFF),
    line("GET", f"{_PAGE}/students", STAFF),
    line("GET", f"{_PAGE}/students/{{student}}", STAFF),
]
GRADING = [
    line("GET", f"{_WORK}/waiting", STAFF),
    line("GET", f"{_PAGE}/waiting", STAFF),
    line("GET", _GRADING, STAFF_OF_WORK),
    line("GET", "/gradings/{grading}", STAFF_OF_WORK),
    line("GET", f"{_GRADING}/decisions", STAFF_OF_WORK),
    line("POST", f"{_GRADING}/retry", STAFF_OF_WORK, 409),
    line("POST", "/gradings/{grading}/retry", STAFF_OF_WORK, 409),
    line("POST", f"{_GRADING}/retry-alike", STAFF_OF_WORK, 409),
    line("POST", "/status/{grading}/retry", STAFF_OF_WORK, 409),
    line("POST", "/status/{grading}/retry-alike", STAFF_OF_WORK, 409),
    line("PUT", f"{_GRADING}/decision", STAFF_OF_WORK, 409, json={"revision": "0-0", "earned": 5}),
    line("POST", "/gradings/{grading}", STAFF_OF_WORK, 409, data={"revision": "0-0", "earned": "5"}),
]
REVIEWS = [
    line("GET", f"{_GRADING}/overrides", STAFF_OF_WORK),
    line("GET", f"{_GRADING}/checks/{{check}}", STAFF_OF_WORK),
    line("PUT", f"{_GRADING}/checks/{{check}}/override", STAFF_OF_WORK, 409, json=_GIVEN),
    line("POST", f"{_GRADING}/checks/{{check}}/withdraw", STAFF_OF_WORK, 409, json={"revision": "1-0"}),
    line("GET", "/gradings/{grading}/checks/{check}", STAFF_OF_WORK),
    line("POST", "/gradings/{grading}/checks/{check}", STAFF_OF_WORK, 409, data={"earned": "1"}),
    line("GET", f"{_WORK}/stranded", STAFF),
    line("PUT", f"{_WORK}/anonymous", INSTRUCTORS, json={"anonymous": False}),
    line("POST", f"{_PAGE}/anonymous", INSTRUCTORS, 303, data={"anonymous": "no"}),
    line("POST", f"{_SUBMISSION}/reveal", INSTRUCTORS_OF_WORK, 409),
    line("POST", "/submissions/{submission}/reveal", INSTRUCTORS_OF_WORK, 409),
    line("GET", f"{_SUBMISSION}/annotations", WORK),
    line("POST", f"{_SUBMISSION}/annotations", STAFF_BESIDE, 201, json=_SPOT),
    line("POST", f"{_GRADING}/annotations", STAFF_OF_WORK, 201, json={"check": "doubled", "text": "x"}),
    line("POST", f"{_V1}/annotations/{{annotation}}/remarks", WORK, 201, json={"text": "x"}),
    line("PUT", f"{_V1}/annotations/{{annotation}}/resolved", WORK, json={"resolved": True}),
    line("POST", "/annotations/{annotation}/remarks", WORK, 303, data={"text": "x"}),
    line("POST", "/annotations/{annotation}/resolved", WORK, 303, data={"resolved": "no"}),
    line("PATCH", f"{_V1}/remarks/{{remark}}", OWN_WORK, json={"text": "y"}),
    line("POST", "/remarks/{remark}", OWN_WORK, 303, data={"text": "z"}),
    line("DELETE", f"{_V1}/remarks/{{remark}}", OWN_WORK, 204),
    line("GET", "/submissions/{submission}/code", WORK),
    line("GET", "/submissions/{submission}/code/{path:path}", WORK),
    line("POST", "/submissions/{submission}/code/{path:path}", STAFF_BESIDE, 303, data=_LINE),
    line("GET", f"{_WORK}/comments", STAFF),
    line("POST", f"{_WORK}/comments", STAFF, 201, json={"name": "Units", "text": "Say them."}),
    line("GET", f"{_PAGE}/comments", STAFF),
    line("POST", f"{_PAGE}/comments", STAFF, 303, data={"name": "Units", "text": "Say them."}),
    line("DELETE", f"{_WORK}/comments/{{comment}}", STAFF, 204, 404),
]
ALIKE = [
    line("GET", f"{_GRADING}/alike", STAFF_OF_WORK),
    line("GET", "/gradings/{grading}/alike", STAFF_OF_WORK),
    line("POST", f"{_GRADING}/alike", STAFF_OF_WORK, json=_SAME),
    line("POST", "/gradings/{grading}/alike", STAFF_OF_WORK, 422, data={"earned": "1"}),
]
REQUESTS = [
    line("POST", f"{_GRADING}/requests", OWN_WORK, 409, json={"text": "Please."}),
    line("GET", "/submissions/{submission}/ask", OWN_WORK, params={"problem": "scaling"}),
    line("POST", "/submissions/{submission}/ask", OWN_WORK, 409, data={"problem": "scaling", "text": "x"}),
    line("GET", f"{_WORK}/requests", STAFF),
    line("GET", f"{_PAGE}/requests", STAFF),
    line("GET", f"{_SUBMISSION}/requests", WORK),
    line("GET", f"{_V1}/requests/{{request}}", WORK),
    line("GET", "/requests/{request}", WORK),
    line("POST", f"{_V1}/requests/{{request}}/remarks", WORK, 201, json={"text": "x"}),
    line("POST", "/requests/{request}", WORK, 303, data={"text": "x"}),
    line("POST", f"{_V1}/requests/{{request}}/close", WORK),
]
REGRADES = [
    line("GET", f"{_WORK}/regrades", STAFF),
    line("GET", _REGRADE, STAFF),
    line("GET", f"{_REGRADE}/changes", STAFF),
    line("POST", f"{_WORK}/regrades", INSTRUCTORS, 202, json={"problem": "scaling"}),
    line("GET", f"{_PAGE}/regrades", STAFF),
    line("GET", f"{_PAGE}/regrades/{{regrade}}", STAFF),
    line("GET", f"{_PAGE}/regrades/{{regrade}}/progress", STAFF),
    line("POST", f"{_PAGE}/regrades", INSTRUCTORS, 303, data={"problem": "scaling"}),
    line("POST", "/submissions/{submission}/regrade", INSTRUCTORS_OF_WORK, 409, data={"problem": "scaling"}),
    line("POST", f"{_PAGE}/regrades/{{regrade}}/retry", INSTRUCTORS, 409),
    line("POST", f"{_PAGE}/regrades/{{regrade}}/confirm", INSTRUCTORS, 409),
    line("POST", f"{_REGRADE}/retry", INSTRUCTORS, 409),
    line("POST", f"{_REGRADE}/confirm", INSTRUCTORS, 409),
    line("POST", f"{_REGRADE}/cancel", INSTRUCTORS),
    line("POST", f"{_PAGE}/regrades/{{regrade}}/cancel", INSTRUCTORS, 303),
]
SIMILARITY = [
    line("GET", _ALIKE, STAFF),
    line("GET", f"{_ALIKE}/earlier", INSTRUCTORS),
    line("GET", f"{_ALIKE}/pairs", STAFF),
    line("GET", _PAIR, STAFF, 404, where=_NO_PAIR),
    line("PUT", f"{_PAIR}/review", STAFF, 404, where=_NO_PAIR, json={"verdict": "nothing"}),
    line("DELETE", f"{_PAIR}/review", STAFF, 404, where=_NO_PAIR),
    line("GET", f"{_PAGE}/similar", STAFF),
    line("GET", f"{_PAGE}/similar/progress", STAFF),
    line("GET", f"{_PAGE}/similar/{{pair}}", STAFF, 404, where=_NO_PAIR),
    line("POST", f"{_PAGE}/similar/{{pair}}", STAFF, 404, where=_NO_PAIR, data={"verdict": "reopen"}),
    line("POST", _ALIKE, INSTRUCTORS, 409, json={}),
    line("POST", f"{_PAGE}/similar", INSTRUCTORS, 409, data={}),
]
LAST = [
    line("DELETE", f"{_COURSE}/roster/{{member}}", INSTRUCTORS, 204, 404),
    line("POST", "/courses/{course}/-/roster/{member}/remove", INSTRUCTORS, 303, 404),
    line("POST", "/sign-out", SIGNED_IN, 303),
    line("POST", "/account/sign-out-everywhere", SIGNED_IN, 303),
    line("DELETE", f"{_V1}/account/browsers", SIGNED_IN, 204),
]

TABLE: dict[str, list[Line]] = {
    "Server": SERVER,
    "Accounts": ACCOUNTS,
    "The site": SITE,
    "Courses": COURSES,
    "Problems": PROBLEMS,
    "Assignments": ASSIGNMENTS,
    "Policies": POLICIES,
    "Submissions": SUBMISSIONS,
    "The class": CLASS,
    "Grading by hand": GRADING,
    "Comments, overrides, names": REVIEWS,
    "Answers that are alike": ALIKE,
    "Requests for a regrade": REQUESTS,
    "Regrades": REGRADES,
    "Similar handins": SIMILARITY,
    "Signing out": LAST,
}
