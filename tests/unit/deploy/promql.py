"""PromQL, read far enough to know what a query speaks of: its figures and their labels."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"\\]*")
      | (?P<name>[a-zA-Z_][\w:]*)
      | (?P<number>\d+(?:\.\d+)?(?:ms|[smhdwy])?|\$__rate_interval)
      | (?P<sign>=~|!~|!=|==|>=|<=|[-+*/%^=<>(){}\[\],])
    )""",
    re.VERBOSE,
)
WORDS = {
    *("sum", "max", "min", "avg", "count", "topk", "bottomk"),
    *("rate", "increase", "histogram_quantile", "absent", "vector"),
    *("and", "or", "unless"),
}
GROUPING = {"by", "without", "on", "ignoring"}
PAIRS = {")": "(", "}": "{", "]": "["}
BRACKETS = {*PAIRS, *PAIRS.values()}


class NotPromQL(Exception):
    """The query cannot be read."""


@dataclass
class Query:
    """What a query speaks of.

    matched: figure → labels that it is chosen by. kept: labels that it is grouped by.
    """

    text: str
    matched: dict[str, set[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    _figure: str = ""
    _open: list[str] = field(default_factory=list)
    _grouping: bool = False

    def bracket(self, token: str) -> None:
        """Go into a bracket, or out of one."""
        if token in PAIRS.values():
            self._open.append("by" if self._grouping else token)
            self._grouping = False
        elif not self._open or self._open.pop() not in (PAIRS[token], "by"):
            raise NotPromQL(f"{token} closes nothing in {self.text!r}")

    def name(self, token: str, following: str) -> None:
        """A label, a word of the language, or a figure."""
        within = self._open[-1] if self._open else ""
        if within == "{":
            self.matched[self._figure].add(token)
        elif within == "by":
            self.kept.add(token)
        elif token in GROUPING:
            self._grouping = True
        elif following == "(" or token in WORDS:
            if token not in WORDS:
                raise NotPromQL(f"There is no function {token} in {self.text!r}")
        else:
            self._figure = token
            self.matched.setdefault(token, set())

    def end(self) -> None:
        """Nothing may be open."""
        if self._open:
            raise NotPromQL(f"{self._open[-1]} is never closed in {self.text!r}")


def read(text: str) -> Query:
    """Read a query. Raises NotPromQL."""
    query = Query(text)
    for (kind, token), (_, following) in pairwise([*_tokens(text), ("sign", "")]):
        if token in BRACKETS:
            query.bracket(token)
        elif kind == "name":
            query.name(token, following)
    query.end()
    return query


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    text = text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise NotPromQL(f"{text[place:]!r} is no PromQL")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found
