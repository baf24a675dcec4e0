"""The delivered compose file, up: every image, wall and network of it, with a handin graded over HTTP."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.acceptance.operator import call
from tests.acceptance.readme import Reader, blocks, command
from tests.fixtures.composition import Composition, composed
from tests.fixtures.docker import require_docker

HOW, REST = "As an instructor, over REST", "Over REST"
PASSWORD = "a long password"
COURSE = "dl-2026"
ROOT = Path(__file__).parents[2]
SERVICES = ("api", "recorder", "worker", "postgres", "redis", "objects")
LEASE = "12"

pytestmark = pytest.mark.xdist_group("compose")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composition]:
    require_docker()
    with composed(tmp_path_factory.mktemp("compose"), {"ALLCLOSE_LEASE_SECONDS": LEASE}) as composition:
        yield composition


@pytest.fixture(scope="module")
def address(service: Composition) -> Iterator[str]:
    with service.published("api", 8000) as address:
        yield address


@pytest.fixture(scope="module")
def student(service: Composition, address: str, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Ada, whose instructor has just added a problem as the README says, and an assignment with it."""
    with made_admin(service, address) as admin:
        call(admin, "POST", "/courses", 201, json={"slug": COURSE, "title": "Deep learning"})
        for email, role in (("prof@example.edu", "instructor"), ("ada@example.edu", "student")):
            person = {"email": email, "role": role, "name": email[:4], "password": PASSWORD}
            call(admin, "POST", f"/courses/{COURSE}/roster", 201, json=person)
    prof, ada = (
        reader(tmp_path_factory.mktemp(name), address, f"{name}@example.edu") for name in ("prof", "ada")
    )
    prof.run(blocks(HOW)[0])
    prof.run(command(HOW, "tar -cf scaling.tar -C scaling ."))
    receipt = prof.ask(HOW, "-T scaling.tar $SERVER/api/v1/courses/$COURSE/problems/scaling")
    prof.words["VERSION"] = str(receipt["version"])
    prof.run(command(HOW, "/versions/$VERSION/events"))
    assert prof.ask(HOW, "/versions/$VERSION")["state"] == "proved"
    assert prof.ask(HOW, "/versions/$VERSION/publish")["state"] == "published"
    assert prof.ask(HOW, "$SERVER/api/v1/courses/$COURSE/assignments/hw9")["points"] == 10
    ada.words["ASSIGNMENT"] = "hw9"
    return ada


def made_admin(service: Composition, address: str) -> httpx2.Client:
    status, password = service.run("api", "sh", "-c", "allclose admin me@example.edu 2>/dev/null")
    assert status == 0
    asked = {"email": "me@example.edu", "password": password.strip(), "name": "test"}
    with httpx2.Client(base_url=address, trust_env=False, timeout=60) as stranger:
        token = call(stranger, "POST", "/tokens", 201, json=asked)["token"]
    headers = {"Authorization": f"Bearer {token}"}
    return httpx2.Client(base_url=address, trust_env=False, headers=headers, timeout=60)


def reader(folder: Path, address: str, email: str) -> Reader:
    """Somebody who got a token as the README says."""
    reader = Reader(folder, address)
    asked = command(REST, "/api/v1/tokens").replace("ada@example.edu", email).replace("…", PASSWORD)
    token = reader.run(asked).partition('"token":"')[2].partition('"')[0]
    reader.words |= {"TOKEN": token, "COURSE": COURSE}
    return reader


def hand_in(ada: Reader, body: str) -> str:
    (ada.folder / "scale.py").write_text(f"import time\n\n\ndef double(x):\n    {body}\n")
    ada.run("tar -cf handin.tar scale.py")
    ada.words["ID"] = ada.ask(REST, "/assignments/$ASSIGNMENT/submissions")["id"]
    return ada.words["ID"]


def seen(ada: Reader, submission: str) -> dict[str, Any]:
    ada.words["ID"] = submission
    told: dict[str, Any] = ada.ask(REST, "/submissions/$ID")
    return told


def until(ada: Reader, submission: str, state: str) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    while (told := seen(ada, submission))["state"] != state:
        assert time.monotonic() < deadline, told
        time.sleep(0.1)
    return told


def asked(service: Composition, query: str) -> Any:
    """The one value that the database answers with, as JSON."""
    words = ("psql", "-h", "/var/run/postgresql", "-U", "allclose", "-At", "-c", query)
    status, said = service.run("postgres", *words)
    assert status == 0, said
    return json.loads(said)


def settled(service: Composition, submission: str) -> tuple[int, int]:
    """How many attempts a submission's grading took, and how often it was told that there is a report."""
    attempts = asked(service, f"SELECT attempt FROM gradings WHERE submission_id = '{submission}'")
    of = f"FROM events WHERE submission_id = '{submission}' AND kind = 'report'"
    return attempts, asked(service, f"SELECT count(*) {of}")


def test_a_handin_is_graded_over_http_and_told_why(service: Composition, student: Reader):
    wrong, right = hand_in(student, "return x * x"), hand_in(student, "return x + x")

    assert until(student, right, "graded")["earned"] == 10
    told = until(student, wrong, "graded")
    assert told["earned"] == 0
    assert "You square x; take it twice." in str(told["problems"][0]["report"]["checks"])
    assert settled(service, right) == settled(service, wrong) == (1, 1)


def test_a_worker_that_is_killed_in_the_midst_comes_back_and_the_handin_gets_its_score_once(
    service: Composition, student: Reader
):
    (before,) = service.containers("worker")
    submission = hand_in(student, "time.sleep(3); return x + x")
    until(student, submission, "running")

    service.kill("worker")

    assert until(student, submission, "graded")["earned"] == 10
    assert settled(service, submission) == (2, 1)
    (after,) = service.containers("worker")
    assert (after["Id"], after["RestartCount"]) == (before["Id"], before["RestartCount"] + 1)


def test_a_worker_that_is_stopped_finishes_what_it_grades(service: Composition, student: Reader):
    submission = hand_in(student, "time.sleep(3); return x + x")
    until(student, submission, "running")

    service.compose("stop", "worker")

    (stopped,) = service.containers("worker")
    assert stopped["State"]["ExitCode"] == 0
    assert until(student, submission, "graded")["earned"] == 10
    assert settled(service, submission) == (1, 1)
    service.compose("up", "--detach", "--wait", "--no-recreate", "worker")


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_no_rights_and_cannot_change_what_it_is_made_of(service: Composition, name: str):
    (container,) = service.containers(name)
    lines = Path(f"/proc/{container['State']['Pid']}/status").read_text().splitlines()
    status = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    assert "0" not in status["Uid"].split()
    assert {status[f"Cap{which}"] for which in ("Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert "Read-only file system" in service.run(name, "sh", "-c", ": >/made 2>&1")[1]


def test_a_worker_reaches_no_database_no_world_and_cannot_manage_the_objects(service: Composition):
    (postgres,) = service.containers("postgres")
    (address,) = {each["IPAddress"] for each in postgres["NetworkSettings"]["Networks"].values()}
    own = {("redis", 6379), ("api", 8000), ("objects", 8333)}
    others = {(address, 5432), ("192.0.2.1", 443), ("objects", 8888), ("objects", 9333)}

    said = in_python(service, "worker", REACH, sorted(own | others))

    assert {tuple(place) for place in said["reached"]} == own
    # The port by which keys are added to the storage: who has no certificate hears no word of HTTP/2.
    assert said["manager"] == ""


def test_a_workers_image_knows_no_database_and_nobody_can_install_anything(service: Composition):
    known = in_python(
        service, "worker", KNOWN, ["celery", "graders", "sqlalchemy", "psycopg", "fastapi", "obstore", "api"]
    )
    assert known == ["celery", "graders"]
    for name in ("api", "worker"):
        assert not service.run(name, "sh", "-c", "find / -xdev -name pip 2>/dev/null")[1]


def test_a_worker_that_is_told_of_a_database_does_not_start(service: Composition):
    status, said = service.run("worker", "env", "DATABASE_URL=postgresql://x", "python", "-m", "worker")
    assert status == 1
    assert "a worker must not know a database" in said


def test_a_worker_makes_boxes_although_a_part_of_proc_is_covered_as_it_is_where_there_is_a_gpu(
    service: Composition,
):
    covered = ("--volume", f"{ROOT / 'LICENSE'}:/proc/uptime:ro")

    printed = service.compose(
        "run", "--rm", "-T", "--no-deps", *covered, "--entrypoint", "python", "worker", "-c", BOXES
    )

    assert printed.splitlines()[-3:] == ["False", "namespaces: a box", "bwrap-exec: a box, also for a GPU"]


def in_python(service: Composition, name: str, script: str, given: Any) -> Any:
    """What a script prints in a container, as JSON; `given` is its argument."""
    status, said = service.run(name, "python", "-c", script, json.dumps(given))
    assert status == 0, said
    return json.loads(said)


REACH = """
import json, socket, sys
reached = []
for place, port in json.loads(sys.argv[1]):
    try:
        socket.create_connection((place, port), timeout=1).close()
        reached.append((place, port))
    except OSError:
        pass
with socket.create_connection(("objects", 18333), timeout=5) as manager:
    manager.sendall(b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n" + bytes(3) + b"\\x04" + bytes(5))
    try:
        heard = manager.recv(100)
    except ConnectionResetError:
        heard = b""
print(json.dumps({"reached": reached, "manager": heard.hex()}))
"""
BOXES = """
from pathlib import Path
from worker.runtimes import installed_runtimes
from worker.sandbox.bwrap_exec.sandbox import BwrapExecSandbox
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.machine.trial import ask, try_box
from worker.sandbox.namespaces.proc import fresh_is_allowed
from worker.sandbox.open import Site
runtimes = installed_runtimes(Path("/opt/allclose"))
print(fresh_is_allowed())
print("namespaces:", try_box("namespaces", runtimes, Site()).problem or "a box")
sandbox = BwrapExecSandbox(runtimes, gpus=[Gpu("GPU-stand-in")])
ask(sandbox, "numpy")
ask(sandbox, "numpy", "cuda")
sandbox.close()
print("bwrap-exec: a box, also for a GPU")
"""
KNOWN = """
import importlib.util, json, sys
print(json.dumps([name for name in json.loads(sys.argv[1]) if importlib.util.find_spec(name)]))
"""


def test_no_secret_is_in_what_docker_tells_of_a_container(service: Composition):
    secrets = [path.read_text().strip() for path in service.secrets.iterdir()]
    for name in (*SERVICES, "migrate"):
        (container,) = service.containers(name)
        told = json.dumps(container)
        assert [secret for secret in secrets if secret in told] == []
