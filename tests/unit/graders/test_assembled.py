"""Assignments put together from bundles alone."""

import pytest

from graders.assignment import assembled
from graders.bundle import Bundle
from graders.errors import BundleRefused
from graders.problem import Check, Problem


def bundle(slug: str, **starter: bytes) -> Bundle:
    files = {f"starter/{name}.py": data for name, data in starter.items()}
    problem = Problem(slug=slug, title=slug, files=[f"{slug}.py"], checks=[Check("c", 2)])
    return Bundle(problem, {"problem.toml": slug.encode(), "handout.md": b"", **files})


def test_its_starter_holds_the_starters_of_all_of_its_problems() -> None:
    made = assembled("hw1", "HW 1", "", [bundle("a", a=b"1", both=b"0"), bundle("b", b=b"2", both=b"0")])
    assert made.starter() == {"a.py": b"1", "b.py": b"2", "both.py": b"0"}
    assert (made.slug, made.points, made.handout) == ("hw1", 4, "# HW 1\n")
    assert [each.problem.slug for each in made.bundles] == ["a", "b"]


def test_a_file_that_two_problems_start_differently_is_refused() -> None:
    with pytest.raises(BundleRefused, match=r"starter/both\.py: a and b start it differently"):
        assembled("hw1", "HW 1", "# Do it\n", [bundle("a", both=b"0"), bundle("b", both=b"1")])
