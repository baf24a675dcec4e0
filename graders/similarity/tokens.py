"""Python as normalized tokens: what is left of a source when names, numbers and words are forgotten.

Every name is the same symbol, every number, every string; comments, docstrings, blanks and line ends are
nothing. So a copy with other names and other comments has the same tokens. A lexer of our own, since most of
what students send late at night does not parse: any text at all has tokens here, in time that grows with its
length alone (no branch of the expression goes back over what it has read).
"""

import keyword
import re
from dataclasses import dataclass

NAME, NUMBER, STRING, OTHER = "name", "number", "string", "?"
OPERATORS = (
    "**=", "//=", ">>=", "<<=", "...", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
    "==", "!=", "<=", ">=", "<<", ">>", "**", "//", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<",
    ">",
    "(", ")", "[", "]", "{", "}", ",", ":", ".", "=",
)  # fmt: skip
"""The longest first: of two that fit, the longer is meant."""
SYMBOLS = (NAME, NUMBER, STRING, OTHER, *sorted(keyword.kwlist), *OPERATORS)
"""Every symbol there is, fewer than a byte can hold; a token is a place in this list."""
CODES = {symbol: code for code, symbol in enumerate(SYMBOLS)}

_COMMA, _NAME, _NUMBER, _STRING, _OTHER = (CODES[each] for each in (",", NAME, NUMBER, STRING, OTHER))
_LITERALS = (_NUMBER, _STRING)
_DEEPER = {CODES[each]: step for each, step in zip("([{)]}", (1, 1, 1, -1, -1, -1), strict=True)}


QUOTES = ('"' * 3, "'" * 3, '"', "'")


def _quoted(mark: str) -> str:
    """A string in these quotes; one that is never closed ends with its line, or with the text."""
    if len(mark) == 1:
        return rf"{mark}(?:[^{mark}\\\n]++|\\.)*+{mark}?+"
    one = mark[0]
    return rf"{mark}(?:[^{one}\\]++|\\.|{one}(?!{one * 2}))*+(?:{mark}|\\?\Z)"


_TOKEN = re.compile(
    "|".join(
        [
            r"(?P<blank>[^\S\n]++|\\\r?\n|\#[^\n]*+|;)",
            r"(?P<line>\n)",
            rf"(?P<string>[rbufRBUF]{{0,2}}(?:{'|'.join(map(_quoted, QUOTES))}))",
            r"(?P<name>[^\W\d]\w*+)",
            r"(?P<number>\.?\d(?:[\w.]|(?<=[eE])[+-](?=\d))*+)",
            rf"(?P<operator>{'|'.join(map(re.escape, OPERATORS))})",
            r"(?P<other>.)",
        ]
    ),
    re.DOTALL,
)


@dataclass(frozen=True)
class Tokens:
    """What a text holds: the code of each token, and the line that it begins in, from 1."""

    codes: bytes
    lines: list[int]


def read_tokens(text: str, most: int) -> Tokens:
    """The tokens of a text, whether or not it is Python; at most so many."""
    reader = _Reader()
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind != "blank":
            reader.take(kind or "", found)
        if len(reader.codes) >= most:
            break
    reader.end_line()
    return Tokens(bytes(reader.codes[:most]), reader.lines[:most])


class _Reader:
    """Puts tokens together, and leaves out what says nothing about who wrote them."""

    def __init__(self) -> None:
        self.codes = bytearray()
        self.lines: list[int] = []
        self._line = 1
        self._begin = 0
        self._depth = 0

    def take(self, kind: str, found: re.Match[str]) -> None:
        """One token more."""
        if kind == "line":
            self.end_line()
            self._line += 1
            return
        text = found[0]
        self._add(_code_of(kind, text))
        if kind == "string":
            self._line += text.count("\n")

    def end_line(self) -> None:
        """A statement of nothing but a string is a docstring or a comment."""
        if self._depth > 0:
            return
        if self.codes[self._begin :] == bytes([_STRING]):
            del self.codes[self._begin :], self.lines[self._begin :]
        self._begin = len(self.codes)

    def _add(self, code: int) -> None:
        self._depth = max(0, self._depth + _DEEPER.get(code, 0))
        if code in _LITERALS and self._continues_a_list():
            return
        self.codes.append(code)
        self.lines.append(self._line)

    def _continues_a_list(self) -> bool:
        """Whether a literal only makes a list of them longer; tables of numbers look all the same."""
        codes = self.codes
        if len(codes) > self._begin and codes[-1] == _STRING:
            return True
        if len(codes) >= self._begin + 2 and codes[-1] == _COMMA and codes[-2] in _LITERALS:
            del codes[-1], self.lines[-1]
            return True
        return False


def _code_of(kind: str, text: str) -> int:
    if kind == "name":
        return CODES.get(text, _NAME) if keyword.iskeyword(text) else _NAME
    if kind == "operator":
        return CODES[text]
    return {"number": _NUMBER, "string": _STRING}.get(kind, _OTHER)
