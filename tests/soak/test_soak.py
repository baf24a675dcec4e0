"""A short soak; `make soak` is the long one."""

from io import StringIO

from rich.console import Console

from tests.soak.__main__ import soak
from tests.soak.holdings import ROOM_MB, Holdings


def test_a_hundred_handins_leave_nothing_behind_and_every_score_is_exact():
    said = StringIO()
    assert soak("namespaces", handins=120, warm_up=40, seed=7, console=Console(file=said)) == 0, (
        said.getvalue()
    )
    assert "0 wrong, 0 grown." in said.getvalue()


def test_what_has_grown_is_named():
    before = Holdings(10, 3, 20, 2, 5, 100.0)
    assert before.grown(before) == []
    assert before._replace(megabytes=100.0 + ROOM_MB).grown(before) == []
    assert before._replace(descriptors=11, files=6).grown(before) == ["descriptors: 10 → 11", "files: 5 → 6"]
    assert before._replace(megabytes=200.0).grown(before) == ["megabytes: 100 → 200"]
    assert before._replace(processes=2).grown(before) == []
