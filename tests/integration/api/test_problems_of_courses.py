"""Instructors send problems: what is kept, what is refused, what others see of it."""

import io
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from api.db.models import Role
from api.problems.upload import read_upload
from api.settings import Settings
from graders.archive import write_tar
from graders.bundle import read_bundle
from graders.errors import BundleRefused
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House, Person
from tests.integration.api.instructors import PATH, files, packed, prove, send
from tests.integration.provable import MANIFEST


@pytest.fixture
def prof(house: House) -> Person:
    house.course(LINEAR)
    return house.person("prof@x.edu", Role.INSTRUCTOR)


def test_the_same_files_are_the_same_version_however_they_are_packed(house: House, prof: Person):
    first = send(prof).json()
    other = io.BytesIO()
    with tarfile.open(fileobj=other, mode="w:gz") as archive:
        for path, data in reversed(files().items()):
            member = tarfile.TarInfo(f"scaling/{path}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    assert send(prof, other.getvalue()).json()["version"] == first["version"]
    assert send(prof, packed(MANIFEST.replace("Scaling", "Scale"))).json()["version"] == 2
    listed = prof.get(f"{PATH}/versions")
    assert [each["version"] for each in listed.json()] == [2, 1]
    assert listed.headers["x-total-count"] == "2"


def test_a_version_comes_back_as_it_was_sent(prof: Person):
    send(prof)
    bundle = read_bundle(prof.get(f"{PATH}/versions/1/bundle.tar").content)
    assert dict(bundle.files) == files()


MANY = [f'[[checks]]\nname="c{number}"\npoints=1\n' for number in range(2000)]
REFUSED = [
    (packed(MANIFEST.replace('"scaling"', '"other"')), "problem.toml, slug: is 'other', but it was sent to"),
    (packed(MANIFEST.replace("wall_seconds = 2", "wall_seconds = 2000")), "is more than the 600"),
    (
        packed(MANIFEST.replace("wall_seconds = 2", "memory_mb = 200000")),
        "limits.memory_mb: 200000 is more than the 8192",
    ),
    (packed(MANIFEST + "".join(MANY)), "checks: there are 2002, and 200 are the most"),
    (packed("x = [" * 200), "problem.toml: is not TOML"),
    (packed("x = " + "[" * 2000), "nested too deep"),
    (packed("a" + ".a" * 100_000 + " = 1"), "a line of more than 2048 characters"),
    (packed(**{"handout.md": "zero \0 byte"}), "handout.md: holds a zero byte"),
    (packed(**{"exercise.py": "(" * 5000}), "exercise.py: is not Python"),
    (write_tar({"notes.txt": b"no problem"}), "problem.toml: is missing"),
    (b"%PDF-1.4", "a PDF document"),
]


@pytest.mark.parametrize(("data", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, said: str, tmp_path: Path):
    with pytest.raises(BundleRefused, match=re.escape(said)):
        read_upload(data, "scaling", Settings(data=tmp_path))


def test_a_bomb_is_refused_in_a_sentence(prof: Person):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("problem.toml", MANIFEST)
        archive.writestr("data/zeros.npy", b"\0" * (24 << 20))
    assert len(held.getvalue()) < 1 << 16
    answer = send(prof, held.getvalue())
    assert answer.status_code == 422
    assert "times" in answer.json()["detail"]


def test_a_refused_bundle_leaves_nothing(prof: Person):
    answer = send(prof, b"%PDF-1.4")
    assert answer.status_code == 422
    assert "a PDF document" in answer.json()["detail"]
    assert "Send the bundle's archive" in send(prof, b"", form=False).json()["detail"]
    assert prof.get("/courses/dl/problems").json() == []


def test_an_upload_that_is_too_large_is_refused_while_it_arrives(tmp_path, database):
    with House(database, tmp_path / "small", problem_mb=1) as house:
        house.course(LINEAR)
        prof = house.person("prof@x.edu", Role.INSTRUCTOR)
        sent = 0

        def endless():
            nonlocal sent
            while sent < 30:
                sent += 1
                yield b"\0" * (1 << 20)

        answer = prof.ask("PUT", PATH, content=endless())
        assert answer.status_code == 413
        assert "this server takes 1 MiB" in answer.json()["detail"]


def test_a_form_without_a_bundle_is_told_where_to_put_it(prof: Person):
    answer = prof.ask("PUT", PATH, files={"handin": ("x.tar", b"x")})
    assert (answer.status_code, answer.json()["title"]) == (422, "The form holds no file")


def test_publishing_makes_it_the_version_of_new_handins_and_twice_is_once(house: House, prof: Person):
    send(prof)
    prove(house)
    for _ in range(2):
        answer = prof.post(f"{PATH}/versions/1/publish")
        assert answer.status_code == 200, answer.text
        assert (answer.json()["state"], answer.json()["assignments"]) == ("published", [])
    assert prof.get("/courses/dl/problems").json()[0]["published"] == 1


def test_a_version_is_withdrawn_and_can_be_taken_back_into_use(house: House, prof: Person):
    send(prof)
    prove(house)
    prof.post(f"{PATH}/versions/1/publish")
    for _ in range(2):
        answer = prof.post(f"{PATH}/versions/1/withdraw")
        assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert prof.get("/courses/dl/problems").json()[0]["published"] is None
    assert prof.post(f"{PATH}/versions/1/publish").json()["state"] == "published"


def test_each_course_has_problems_of_its_own_and_the_servers_stay_as_they_are(house: House, prof: Person):
    house.course(LINEAR, slug="ml")
    other = house.person("other@x.edu", Role.INSTRUCTOR, course="ml")
    theirs = packed(MANIFEST.replace("Scaling", "Theirs"))
    assert send(prof).json()["version"] == 1
    assert send(other, theirs, path="/courses/ml/problems/scaling").json()["version"] == 1
    assert prof.get(f"{PATH}/versions/1").json()["title"] == "Scaling"
    assert prof.get("/courses/ml/problems/scaling/versions/1").status_code == 404
    # The slug of a problem that came with the server: the course gets its own.
    linear = MANIFEST.replace('slug = "scaling"', 'slug = "linear"')
    assert prof.get("/courses/dl/problems/linear/versions/1").json()["course"] is None
    own = send(prof, packed(linear), path="/courses/dl/problems/linear").json()
    assert own["version"] == 1
    assert prof.get("/courses/dl/problems/linear/versions/1").json()["course"] == "dl"
    assert other.get("/courses/ml/problems/linear/versions/1").json()["course"] is None
    seen = {(each["course"], each["slug"]) for each in other.get("/problems").json()}
    assert seen == {(None, "linear"), ("ml", "scaling")}


def test_a_problem_of_the_server_cannot_be_changed_by_a_course(prof: Person):
    seen = prof.get("/courses/dl/problems/linear/versions/1").json()
    assert (seen["state"], seen["proof"]) == ("published", None)
    for act in ("publish", "withdraw", "proof"):
        answer = prof.post(f"/courses/dl/problems/linear/versions/1/{act}")
        assert answer.status_code == 409
        assert "linear came with the server" in answer.json()["detail"]


def test_a_difference_is_told_in_words_and_files(house: House, prof: Person):
    send(prof)
    prove(house)
    prof.post(f"{PATH}/versions/1/publish")
    manifest = MANIFEST.replace("points = 8", "points = 9").replace("You triple; double.", "No.")
    send(prof, packed(manifest, **{"data/x.npy": "\x93", "handout.md": "Double it."}))
    told = prof.get(f"{PATH}/versions/2/diff").json()
    assert (told["before"], told["after"], told["note"]) == (1, 2, "")
    words = {each["word"]: (each["before"], each["after"]) for each in told["words"]}
    assert words == {
        "checks.doubled.points": ("8.0", "9.0"),
        "misconceptions.tripled.hint": ('"You triple; double."', '"No."'),
    }
    assert [(each["path"], each["change"]) for each in told["files"]] == [
        ("data/x.npy", "added"), ("handout.md", "changed"), ("problem.toml", "changed"),
    ]  # fmt: skip
    assert "-Double it, then shift it.\n+Double it." in told["files"][1]["diff"]
    assert prof.get(f"{PATH}/versions/1/diff").json()["files"] == []
    assert prof.get(f"{PATH}/versions/1/diff", params={"against": 2}).json()["before"] == 2
    assert prof.get(f"{PATH}/versions/1/diff", params={"against": 9}).status_code == 404


def test_the_first_version_differs_from_nothing(prof: Person):
    send(prof)
    told = prof.get(f"{PATH}/versions/1/diff").json()
    assert told["before"] is None
    assert {each["change"] for each in told["files"]} == {"added"}
