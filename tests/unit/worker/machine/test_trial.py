"""A trial believes nothing but an answer."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from graders.box import BoxTask, End, Ended, Event
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.machine.trial import WrongEnd, ask, try_box
from worker.sandbox.open import HERE, Site


class Silent:
    """A sandbox whose tasks end so, without an answer."""

    kind = "silent"

    def __init__(self, end: Ended) -> None:
        self.end = end

    def run(self, task: BoxTask) -> Iterator[Event]:
        yield self.end


def test_a_kind_that_answers_is_usable_and_timed(runtimes: Mapping[str, Path]):
    tried = try_box("bare", runtimes, HERE)

    assert tried.problem == ""
    assert tried.times["numpy"].next > 0
    assert tried.times["numpy"].first > 0


@pytest.mark.parametrize("end", [Ended(End.DONE), Ended(End.SIGNAL, 0, "SIGSYS", "Bad system call")])
def test_an_end_without_the_answer_is_a_failure(end: Ended):
    with pytest.raises(WrongEnd, match=f"runtime numpy did not answer, but ended so: {end.how}"):
        ask(Silent(end), "numpy")


def test_a_kind_that_cannot_be_opened_says_why(runtimes: Mapping[str, Path], tmp_path: Path):
    tried = try_box("docker", runtimes, Site(DockerSite(f"unix://{tmp_path}/nobody")))

    assert tried.problem.startswith("No Docker daemon answers at ")
    assert tried.times == {}


def test_without_a_runtime_nothing_is_usable():
    assert try_box("bare", {}, HERE).problem == "There is no runtime to try it with."


def test_a_runtime_that_cannot_be_run_is_a_sentence(tmp_path: Path):
    assert "No such file" in try_box("bare", {"numpy": tmp_path / "python"}, HERE).problem
