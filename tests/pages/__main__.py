"""Pictures of every page of every role, in light, in the dark and as wide as a phone: `make screenshots`."""

import argparse
import logging
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.fixtures.browser import FLAGS, NO_BROWSER
from tests.pages.catalogue import Address
from tests.pages.course import Lively, lively
from tests.pages.visit import DESKTOP, PHONE, Visitor, shown_to, visitor
from worker.logs import configure_logs

LOOKS = {
    "light": {"viewport": DESKTOP, "color_scheme": "light"},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light"},
}
STYLE = """body { font: 15px system-ui; margin: 2rem; } td { vertical-align: top; padding: .5rem; }
img { width: 20rem; max-height: 30rem; object-fit: cover; object-position: top; border: 1px solid #999; }"""


@dataclass(frozen=True)
class Shot:
    """One page as one role sees it. bytes: its weight, without maths, compressed."""

    role: str
    where: Address
    name: str
    bytes: int


def shots(browser: Browser, made: Lively, folder: Path, only: str) -> Iterator[Shot]:
    """Take every picture; only: of pages whose role or path has this in it."""
    for role in made.people:
        taken: list[Shot] = []
        for look, options in LOOKS.items():
            with visitor(browser, made, role, **options) as eyes:
                pages = [each for each in shown_to(eyes, made.pages, set()) if only in f"{role} {each.path}"]
                for number, where in enumerate(pages):
                    shot = _take(eyes, where, folder, (number, look))
                    if look == "light":
                        taken.append(shot)
        yield from taken


def _take(eyes: Visitor, where: Address, folder: Path, which: tuple[int, str]) -> Shot:
    number, look = which
    eyes.open(where)
    page = re.sub(r"[{}/]+", "-", where.route).strip("-") or "home"
    name = f"{eyes.role}-{number:02}-{page}"
    eyes.page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
    for complaint in eyes.heard():
        sys.stderr.write(f"{eyes.role} at {where.path}: {complaint}\n")
    return Shot(eyes.role, where, name, eyes.weight())


def index(taken: list[Shot]) -> str:
    """A page of all pictures."""
    rows = "".join(
        f"<tr><td>{_label(shot)}" + "".join(_cell(shot.name, look) for look in LOOKS) for shot in taken
    )
    head = f"<!doctype html><meta charset=utf-8><title>Pages</title><style>{STYLE}</style>"
    return f"{head}<table>{rows}</table>"


def _label(shot: Shot) -> str:
    return f"{shot.role}<br><code>{escape(shot.where.route)}</code><br>{shot.bytes / 1000:.0f} kB"


def _cell(name: str, look: str) -> str:
    file = f"{name}-{look}.png"
    return f'<td><a href="{file}"><img loading="lazy" alt="{look}" src="{file}"></a>'


def weights(taken: list[Shot]) -> Table:
    """What each page weighs."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("page")
    table.add_column("role")
    table.add_column("kB, compressed, without maths", justify="right")
    heaviest: dict[str, Shot] = {}
    for shot in taken:
        if shot.bytes >= heaviest.get(shot.where.route, shot).bytes:
            heaviest[shot.where.route] = shot
    for route, shot in heaviest.items():
        table.add_row(route, shot.role, f"{shot.bytes / 1000:.0f}")
    return table


def main() -> None:
    """Serve a course, and look at it."""
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("screenshots"), help="where pictures go")
    parser.add_argument("--students", type=int, default=100, help="how many are in the course")
    parser.add_argument("--only", default="", help="pages with this in their role or path")
    asked = parser.parse_args()
    configure_logs(logging.WARNING)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit(NO_BROWSER)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="allclose-pages-") as data,
        lively(Path(data), asked.students) as made,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        taken = list(shots(browser, made, asked.folder, asked.only))
        browser.close()
    (asked.folder / "index.html").write_text(index(taken))
    out = Console()
    out.print(weights(taken))
    out.print(f"{3 * len(taken)} pictures are in {asked.folder}; look at {asked.folder / 'index.html'}.")


if __name__ == "__main__":
    main()
