import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.pages.static_files import FOLDER, router, static, static_paths
from api.refusals import install_refusals


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.state.error_page = None
    app.include_router(router)
    install_refusals(app)
    return TestClient(app)


def test_a_file_at_its_own_address_is_kept_for_ever(client: TestClient) -> None:
    answer = client.get(static("site.css"))
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]


def test_a_file_asked_for_by_another_releases_address_is_not_kept(client: TestClient) -> None:
    answer = client.get("/static/0123456789abcdef/site.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", ["absent.css", "../site.py", "%2e%2e/site.py", "..%2fsite.py", "/etc/passwd", "%00"]
)
def test_nothing_but_static_files_is_sent(client: TestClient, name: str) -> None:
    assert client.get(f"/static/x/{name}").status_code == 404


def test_a_misspelt_file_is_an_error_when_the_page_is_made() -> None:
    with pytest.raises(KeyError):
        static("sight.css")


def test_the_stylesheets_fonts_are_there() -> None:
    css = (FOLDER / "vendor/katex/katex.min.css").read_text()
    for font in re.findall(r"url\((fonts/[^)]*\.woff2)\)", css):
        assert f"vendor/katex/{font}" in static_paths()


def test_every_vendored_library_keeps_its_licence() -> None:
    for library in (FOLDER / "vendor").iterdir():
        assert (library / "LICENSE").is_file()
