"""Looks at pages in a real browser, as each role, and measures what it sees."""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from deploy.courses import SignIn
from tests.fixtures.browser import WATCH_POLICY
from tests.pages.catalogue import Address
from tests.pages.course import Lively

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
WHERE = Path(__file__).parent

SETTLED = "() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => done())))"
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
  [entry.value, entry.sources.map((source) => source.node?.outerHTML?.slice(0, 120) ?? String(source.node))],
))).observe({ type: "layout-shift", buffered: true });
"""
UNREACHED = """() => {
  const found = [];
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  for (const element of document.querySelectorAll(all)) {
    const shown = element.checkVisibility({ visibilityProperty: true });
    if (element.disabled || element.tabIndex < 0 || !shown) continue;
    element.focus();
    const style = getComputedStyle(element.closest(".drop-area") ?? element);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    if (document.activeElement !== element || element.tabIndex > 0 || !seen)
      found.push(element.outerHTML.slice(0, 160));
  }
  document.activeElement.blur();
  return found;
}"""
VIOLATIONS = """(rules) => axe.run({ exclude: [".katex"] }, { resultTypes: ["violations"], ...rules })
  .then((results) =>
  results.violations.flatMap((each) => each.nodes.map((node) =>
    `${each.id}: ${node.target.join(" ")} ${node.failureSummary.replaceAll("\\n", " ").slice(0, 260)}`)))"""
"""Maths are left out: thousands of elements of KaTeX's own, coloured as the text around them."""
CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What depends on the colours, where everything else was looked at in others."""


@dataclass
class Visitor:
    """A browser of one role, with whatever went wrong in it since it was last asked."""

    page: Page
    address: str
    role: str
    complaints: list[str] = field(default_factory=list)

    def open(self, where: Address) -> None:
        """Go there, and wait until nothing moves any more."""
        self.page.goto(where.path, wait_until="load")
        self.page.evaluate(SETTLED)

    def heard(self) -> list[str]:
        """What went wrong, and forget it."""
        found, self.complaints[:] = list(self.complaints), []
        return found

    def violations(self, rules: Any = None) -> list[str]:
        """What axe finds wrong with the page as it is."""
        # The devtools' evaluation is no script of the page's, so that the policy does not concern it.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        return self.page.evaluate(VIOLATIONS, rules or {})

    def unreached(self) -> list[str]:
        """What the keyboard cannot reach, or does not show that it has."""
        self.page.keyboard.press("Tab")  # whoever uses the keyboard is shown where they are
        return self.page.evaluate(UNREACHED)

    def shifts(self) -> list[Any]:
        """What moved after it was shown."""
        return self.page.evaluate("window.shifts")

    def weight(self) -> int:
        """Bytes of the page and all it loads, compressed; what typesets maths is left out."""
        names = "performance.getEntriesByType('resource').map((entry) => entry.name)"
        loaded = {url for url in self.page.evaluate(names) if "/katex/" not in url and "/live" not in url}
        own = gzip.compress(self.page.context.request.get(self.page.url).body())
        return len(own) + sum(map(weight_of, loaded))


@cache
def weight_of(url: str) -> int:
    """Bytes of a file, as they travel compressed."""
    body = httpx2.get(url, trust_env=False).content if "/static/" in url else b""
    return min(len(body), len(gzip.compress(body)))


@contextmanager
def visitor(browser: Browser, lively: Lively, role: str, **options: Any) -> Iterator[Visitor]:
    """Somebody of this role, signed in, who looks at pages at a desk unless options say otherwise."""
    context = browser.new_context(base_url=lively.address, **{"viewport": DESKTOP, **options})
    context.add_init_script(WATCH_POLICY + WATCH_SHIFTS)
    signed_in(context, lively.people[role])
    made = Visitor(context.new_page(), lively.address, role)
    _listen(made)
    yield made
    context.close()


def signed_in(context: BrowserContext, person: SignIn | None) -> None:
    """Sign a browser in."""
    if person is not None:
        form = {"email": person.email, "password": person.password}
        assert context.request.post("/sign-in", form=form).url.endswith("/"), person.email


def _listen(made: Visitor) -> None:
    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            made.complaints.append(message.text)

    def see(request: Request) -> None:
        if not request.url.startswith((made.address, "data:", "blob:")):
            made.complaints.append(f"asked a third party for {request.url}")

    made.page.on("console", hear)
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.on("request", see)


def shown_to(made: Visitor, pages: Sequence[Address], parts: set[str]) -> list[Address]:
    """Which of these are whole pages for this role.

    parts: routes that are found to answer with something else, such as a part of a page, are added.
    """
    found = []
    for where in pages:
        answer = made.page.context.request.get(where.path, max_redirects=0)
        if answer.status == 200 and "<html" in answer.text():
            found.append(where)
        elif answer.status in (200, 204):
            parts.add(where.route)
    return found
