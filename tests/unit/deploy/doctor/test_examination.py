"""What an examination comes to, and how it is printed."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from deploy.doctor import kinds
from deploy.doctor.chapters import needs_chapter, room_chapter, shields_chapter
from deploy.doctor.examination import Examination, verdict
from deploy.doctor.kinds import kinds_chapter, try_kinds
from deploy.doctor.page import page
from deploy.settings import EmbeddedSettings
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.machine.files import HERE, Files
from worker.sandbox.machine.finding import UNTOLD, Chapter, Finding, Mark
from worker.sandbox.machine.trial import Times, Trial
from worker.sandbox.open import KINDS, Site

NO_GPU = Site(gpus="none")
NOT_HERE = "User namespaces are switched off here (no): run `sysctl x=1` as root."


def test_the_chosen_kind_decides():
    assert verdict("namespaces", ["namespaces", "bare"]) == (
        "This machine can run Allclose with the namespaces box."
    )
    assert "for your own code only" in verdict("bare", ["bare"])


def test_a_machine_that_lacks_the_chosen_kind_is_told_of_one_that_works():
    assert verdict("namespaces", ["docker", "bare"]).endswith(
        "mend what is marked ✗, or choose `--box docker`, which works here."
    )
    assert verdict("namespaces", ["bare"]).endswith("mend what is marked ✗."), "bare is no box"


@pytest.mark.parametrize(("needed", "mark"), [(True, Mark.MISSING), (False, Mark.FACT)])
def test_what_is_lacking_is_missing_only_for_kinds_that_need_it(needed: bool, mark: Mark):
    chapter = needs_chapter(HERE, {"user namespaces": NOT_HERE, "Landlock": ""}, needed)

    assert chapter.findings[0] == Finding(mark, "user namespaces", NOT_HERE)
    assert chapter.findings[1].mark is Mark.OK


def test_a_kernel_that_tells_nothing_breaks_nothing(tmp_path: Path):
    files, settings = Files(tmp_path), EmbeddedSettings(data=tmp_path / "data")
    chapters = (
        needs_chapter(files, {"user namespaces": ""}, needed=True),
        shields_chapter(files),
        room_chapter(files, settings),
    )

    needs, shields, room = ([finding.says for finding in chapter.findings] for chapter in chapters)
    assert UNTOLD in needs[0]
    assert shields.count(UNTOLD) == 6
    assert room.count(UNTOLD) == 5


def test_kinds_that_lack_something_are_not_tried():
    trials = list(try_kinds("namespaces", {}, NO_GPU, lacking=True))

    assert [trial.kind for trial in trials] == list(KINDS)
    assert {trial.problem for trial in trials[:2]} == {"Needs what is missing above."}


def test_a_kind_that_was_not_chosen_is_never_missing():
    trials = [Trial("namespaces", "", {"numpy": Times(0.31, 0.0064)}), Trial("docker", "No daemon.", {})]
    namespaces, docker, gpus = kinds_chapter("namespaces", trials, NO_GPU).findings

    assert namespaces == Finding(Mark.OK, "namespaces (chosen)", "numpy: a task in 6 ms, the first in 0.3 s")
    assert docker == Finding(Mark.FACT, "docker", "No daemon.")
    assert gpus.mark is Mark.FACT


def test_the_chosen_kind_that_fails_is_missing():
    failed = kinds_chapter("docker", [Trial("docker", "No daemon.", {})], NO_GPU).findings[0]

    assert failed == Finding(Mark.MISSING, "docker (chosen)", "No daemon.")


def test_what_the_kernel_refuses_in_a_container_is_told_with_the_engines_options(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(kinds, "container_of", lambda files: "podman")
    refused = Trial("bwrap-exec", "bwrap: cannot open /proc/sys: Read-only file system.", {})
    other = Trial("bwrap-exec", "There is no runtime to try it with.", {})
    chapters = [kinds_chapter("bwrap-exec", [trial], NO_GPU) for trial in (refused, other)]
    told, untold = (chapter.findings[0].says for chapter in chapters)

    assert "start it by podman with `--security-opt seccomp=deploy/docker/seccomp-worker.json" in told
    assert untold == other.problem


def test_a_gpu_is_told_with_what_a_task_on_it_came_to(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kinds, "choose_gpus", lambda wanted: (Gpu("GPU-1"),))
    answered = Trial("namespaces", "", {}, gpu_seconds=2.5)
    failed = Trial("namespaces", "", {}, gpu_problem="torch is built without CUDA.")
    not_tried = Trial("namespaces", "", {})
    told = [
        kinds_chapter("namespaces", [trial], Site()).findings[-1] for trial in (answered, failed, not_tried)
    ]

    assert [found.mark for found in told] == [Mark.OK, Mark.BETTER, Mark.FACT]
    assert told[0].says == "GPU-1: the first task in 2.5 s"
    assert told[1].says.endswith("torch is built without CUDA.")


def test_a_gpu_that_was_asked_for_and_is_not_here_is_missing():
    gpus = kinds_chapter("namespaces", [Trial("namespaces", "", {})], Site(gpus="no-such")).findings[-1]

    assert gpus.mark is Mark.MISSING
    assert "ALLCLOSE_GPUS" in gpus.says


def test_the_verdict_is_the_last_line_and_every_finding_has_its_mark():
    findings = tuple(Finding(mark, f"name-{mark}", "[red]says\x1b[31m") for mark in Mark)
    file = io.StringIO()
    examined = Examination("namespaces", True, "It can.", (Chapter("Needs", findings),))
    Console(file=file, width=80).print(page(examined))

    printed = file.getvalue()
    assert printed.rstrip().endswith("\nIt can.")
    marked = [line[:8] for line in printed.splitlines()[1:5]]
    assert marked == ["✓ name-o", "~ name-b", "✗ name-m", "· name-f"]
    assert "[red]says" in printed, "markup is text"
    assert "\x1b" not in printed
