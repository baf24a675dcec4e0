"""How a page is made: by templates that escape everything and stumble over a misspelt name."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from api.pages import phrases
from api.pages.static_files import static
from api.pages.views.act import told_of
from api.pages.views.agent import agent
from graders.text import plain_line, plain_text

NOT_KEPT = {"Cache-Control": "no-store"}
"""No page outlives its sign-in in a browser's cache."""


def page(template: str, status_code: int = 200, **context: Any) -> HTMLResponse:
    """Answer with a whole page."""
    return HTMLResponse(fragment(template, **context), status_code, NOT_KEPT)


def fragment(template: str, **context: Any) -> str:
    """Render a template, whole page or part of one."""
    return TEMPLATES.get_template(template).render(now=datetime.now(UTC), **context)


def sentence(text: str) -> Markup:
    """Make a sentence with `code` in backticks into HTML; everything else in it is only text."""
    parts = re.split(r"`([^`\n]+)`", plain_line(text))
    html = [
        escape(part) if place % 2 == 0 else Markup("<code>{}</code>").format(part)
        for place, part in enumerate(parts)
    ]
    return Markup("").join(html)


def iso(moment: datetime) -> str:
    """Write a moment for a program: 2026-11-21T03:46:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock(moment: datetime) -> str:
    """Write a moment for a person whose zone is unknown; `clock.js` replaces it by their own."""
    return moment.astimezone(UTC).strftime("%a %d %b, %H:%M UTC")


def environment() -> Environment:
    """Make the templates' environment: everything is escaped, and a misspelt name is an error."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static
    made.filters |= {
        "plain": plain_text,
        "line": plain_line,
        "sentence": sentence,
        "iso": iso,
        "clock": clock,
        "relative": phrases.relative,
        "points": phrases.points,
        "share": phrases.share,
        "signed": phrases.signed,
        "ordinal": phrases.ordinal,
        "counted": phrases.counted,
        "kilobytes": phrases.kilobytes,
        "agent": agent,
        "told_of": told_of,
        "seconds": phrases.seconds,
    }
    return made


TEMPLATES = environment()
