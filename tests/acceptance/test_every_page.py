"""Every page, as everybody who may see it: accessible, quiet, light, at rest, and reachable by keyboard."""

import re
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser

from tests.fixtures.browser import chromium
from tests.pages.catalogue import Address
from tests.pages.course import Lively, lively
from tests.pages.visit import CONTRAST, DESKTOP, PHONE, Visitor, shown_to, visitor

__all__ = ["chromium"]

pytestmark = pytest.mark.browser

STUDENTS = 9
MOST_BYTES = 100_000
MOST_MOVED = 0.001
"""As browsers reckon layout shifts: a time that is told in the reader's zone is a word longer or so."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lively]:
    with lively(tmp_path_factory.mktemp("lively"), STUDENTS) as made:
        yield made


def first_of_each(pages: Sequence[Address]) -> list[Address]:
    """One address a route, the richest."""
    found: dict[str, Address] = {}
    for each in pages:
        found.setdefault(each.route, each)
    return list(found.values())


def complaints(made: Visitor, where: Address) -> Iterator[str]:
    """All that is wrong with a page."""
    page = made.page
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    made.open(where)
    yield from made.heard()
    shifts = made.shifts()
    if sum(amount for amount, _ in shifts) > MOST_MOVED:
        yield f"moved: {shifts}"
    if (weight := made.weight()) > MOST_BYTES:
        yield f"weighs {weight} bytes"
    yield from (f"out of the keyboard's reach: {each}" for each in made.unreached())
    yield from made.violations()
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {each}" for each in made.violations(CONTRAST))
    page.set_viewport_size(PHONE)
    yield from (f"dark, phone: {each}" for each in made.violations())
    if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        yield f"phone: is {width} pixels wide"
    page.emulate_media(color_scheme="light")
    yield from (f"phone: {each}" for each in made.violations(CONTRAST))
    yield from made.heard()


def test_every_page_is_fit_for_everybody(chromium: Browser, course: Lively) -> None:
    parts, seen, told = set(), set(), []
    for role in course.people:
        with visitor(chromium, course, role) as made:
            for where in first_of_each(shown_to(made, course.pages, parts)):
                seen.add(where.route)
                if not alike(made, where):
                    told += [f"{role} at {where.path} {each}" for each in complaints(made, where)]
    assert not told, "\n".join(told)
    missing = {each.route for each in course.pages} - seen - parts
    assert not missing, "Nobody was shown these: mend tests/pages/examples.py."


MET: set[str] = set()
PERSONAL = re.compile(r'csrf_token" value="\w+"|<header.*?</header>|"X-CSRF-Token": *"\w+"', re.DOTALL)


def alike(made: Visitor, where: Address) -> bool:
    """Whether somebody else was shown the same page, but for their name and their forms' tokens."""
    text = PERSONAL.sub("", made.page.context.request.get(where.path).text())
    known = text in MET
    MET.add(text)
    return known
