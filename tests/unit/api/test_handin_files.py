"""Single files of a handin over HTTP: what a student wrote is never a page of this site."""

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.fixtures.by_hand import pdf, png
from tests.fixtures.site import ASSIGNMENT, OTHER, TEACHER, Site, furnished, site

__all__ = ["furnished", "site"]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PAGE = b"<!doctype html><script>alert(1)</script>"
BOMB = png(24, 16).replace(b"\0\0\0\x18\0\0\0\x10", b"\0\0\xff\xff\0\0\xff\xff")
HELD = {
    "hw1/plot.png": png(24, 16),
    "hw1/plot.svg": SVG,
    "hw1/bomb.png": BOMB,
    "page.png": PAGE,
    "picture.html": png(24, 16),
    "proofs.pdf": pdf(),
    "page.pdf": PAGE + pdf(),
    "hw1/hw1.py": b"x = 1\n",
    "odd name #1?;é.png": png(24, 16),
}
"""Path → what it holds, some under a name that lies."""

SHOWN = {
    "hw1/plot.png": "image/png",
    "picture.html": "image/png",
    "odd name #1?;é.png": "image/png",
    "proofs.pdf": "application/pdf",
}


@pytest.fixture
def handed_in(site: Site) -> tuple[TestClient, str]:
    """A student, and the address below which the files of their submission are."""
    client = site.client()
    there = site.hand_in(client, HELD).headers["location"]
    return client, f"/api/v1{there}/files"


def test_every_file_is_there_byte_for_byte_as_what_it_is(handed_in: tuple[TestClient, str]) -> None:
    client, files = handed_in
    for path, data in HELD.items():
        answer = client.get(f"{files}/{quote(path)}")
        assert answer.status_code == 200, path
        assert answer.content == data
        assert answer.headers["content-type"] == SHOWN.get(path, "application/octet-stream"), path


def test_only_pictures_and_pdfs_are_shown_and_nothing_of_them_can_act(
    handed_in: tuple[TestClient, str],
) -> None:
    client, files = handed_in
    for path in HELD:
        headers = client.get(f"{files}/{quote(path)}").headers
        kind = "inline" if path in SHOWN else "attachment"
        assert headers["content-disposition"].startswith(f"{kind}; filename*=UTF-8''"), path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        policy = headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "sandbox"} <= set(policy), path
        assert ("frame-ancestors 'self'" in policy) is (path == "proofs.pdf"), path


def test_a_name_cannot_break_out_of_its_header(handed_in: tuple[TestClient, str]) -> None:
    client, files = handed_in
    told = client.get(f"{files}/{quote('odd name #1?;é.png')}").headers["content-disposition"]
    assert told == "inline; filename*=UTF-8''odd%20name%20%231%3F%3B%C3%A9.png"


@pytest.mark.parametrize("path", ["gone.png", "hw1", "..%2fproofs.pdf", "%00", "%ff", "/proofs.pdf", ""])
def test_what_was_not_handed_in_is_not_there(handed_in: tuple[TestClient, str], path: str) -> None:
    client, files = handed_in
    assert client.get(f"{files}/{path}").status_code in (404, 307)


def test_the_owner_and_staff_alone_may_have_them(site: Site, handed_in: tuple[TestClient, str]) -> None:
    _, files = handed_in
    assert site.client(TEACHER).get(f"{files}/proofs.pdf").status_code == 200
    assert site.client(OTHER).get(f"{files}/proofs.pdf").status_code == 404
    stranger = TestClient(site.app)
    assert stranger.get(f"{files}/proofs.pdf").status_code == 401


def test_pictures_are_shown_on_the_submissions_page_and_nothing_else_is(
    handed_in: tuple[TestClient, str],
) -> None:
    client, files = handed_in
    text = client.get(files.removeprefix("/api/v1").removesuffix("/files")).text
    shown = re.findall(r'<img src="([^"]+)"', text)
    assert shown == [f"{files}/{quote(path)}" for path in ("hw1/plot.png", "odd name #1?;é.png")]
    assert f'href="{files}/hw1/plot.svg"' in text
    assert 'width="24" height="16"' in text


def test_a_preview_links_to_no_file_that_is_not_there_yet(site: Site) -> None:
    answer = site.hand_in(site.client(), HELD, where="look", assignment=ASSIGNMENT)
    assert "/files/" not in answer.text
