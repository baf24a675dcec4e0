"""A file's lines, coloured by classes.

Only languages of homework are coloured, and only files of a bounded size: what a student wrote decides how
long a lexer takes. Whatever is not coloured is shown as it is.
"""

from functools import lru_cache
from html import escape

from markupsafe import Markup
from pygments.lexer import Lexer
from pygments.lexers.c_cpp import CLexer, CppLexer
from pygments.lexers.configs import IniLexer, TOMLLexer
from pygments.lexers.data import JsonLexer, YamlLexer
from pygments.lexers.python import PythonLexer
from pygments.lexers.shell import BashLexer
from pygments.token import STANDARD_TYPES, Token, _TokenType

from api.pages.printed import shortened
from api.submissions.texts import lines_of as plain_lines

MOST_BYTES = 100_000
"""A larger file is shown without colours."""

LEXERS: dict[str, type[Lexer]] = {
    "py": PythonLexer,
    "pyi": PythonLexer,
    "json": JsonLexer,
    "ipynb": JsonLexer,
    "yaml": YamlLexer,
    "yml": YamlLexer,
    "toml": TOMLLexer,
    "ini": IniLexer,
    "cfg": IniLexer,
    "sh": BashLexer,
    "c": CLexer,
    "h": CLexer,
    "cpp": CppLexer,
    "cc": CppLexer,
    "cu": CppLexer,
}


COLOURED = frozenset(
    [
        *("k", "kn", "kd", "kc", "kt", "ow", "s", "s1", "s2", "sd", "sa", "se", "si"),
        *("m", "mi", "mf", "mh", "nf", "nc", "nn", "nd", "fm", "c", "c1", "cm", "ch"),
    ]
)
"""The classes that `site.css` colours: a span that changes nothing would only make the page heavier."""


@lru_cache(maxsize=32)
def coloured_lines(path: str, data: bytes) -> tuple[Markup, ...]:
    """The lines of a file as safe HTML; a very long one is cut."""
    lines = [shortened(line) for line in plain_lines(data)]
    lexer = LEXERS.get(path.rpartition(".")[2].lower())
    if lexer is None or len(data) > MOST_BYTES:
        return tuple(Markup(escape(line)) for line in lines)  # noqa: S704  (escaped)
    return coloured("\n".join(lines), lexer, len(lines))


def coloured(text: str, lexer: type[Lexer], count: int) -> tuple[Markup, ...]:
    """Colour a text; a token that goes over several lines is closed and opened again at each end."""
    made, line = [], Markup("")
    for kind, value in lexer(stripnl=False, ensurenl=False).get_tokens(text):
        name = class_of(kind)
        for place, part in enumerate(value.split("\n")):
            if place:
                made.append(line)
                line = Markup("")
            if part:
                line += Markup('<span class="{}">{}</span>').format(name, part) if name else escape_one(part)
    made.append(line)
    return tuple(made[:count])


def escape_one(part: str) -> Markup:
    """Text as HTML."""
    return Markup("{}").format(part)


@lru_cache(maxsize=256)
def class_of(kind: _TokenType) -> str:
    """The short class of a kind of token that the style sheet colours; "" for one that stays plain."""
    known: _TokenType | None = kind
    while known is not None and known is not Token:
        name: str = STANDARD_TYPES.get(known, "")
        if name in COLOURED:
            return name
        known = known.parent
    return ""
