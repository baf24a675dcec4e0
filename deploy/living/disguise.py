"""What a student does to a friend's code before handing it in: other names, fewer words, the same program."""

import io
import tokenize
from collections.abc import Mapping

RENAMED = {
    "delta": "upstream",
    "shifted": "z",
    "log_softmax": "logp",
    "centred": "diff",
    "std": "sigma",
    "dnorm": "d_hat",
    "dvar": "d_sigma2",
    "dmean": "d_mu",
    "linear": "lin",
    "activation": "act",
    "lse": "top",
}
"""Local names only: a module, an attribute, and what a homework's interface names, keep theirs."""


def disguised(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with local names changed and comments left out; what is no Python stays as it is."""
    return {path: _renamed(data) if path.endswith(".py") else data for path, data in files.items()}


def _renamed(source: bytes) -> bytes:
    lines = source.decode().splitlines(keepends=True)
    tokens = tokenize.generate_tokens(io.StringIO(source.decode()).readline)
    # From the end to the beginning, so that places before a change stay where they are.
    for token in reversed([each for each in tokens if each.type in (tokenize.COMMENT, tokenize.NAME)]):
        row, start, end = token.start[0] - 1, token.start[1], token.end[1]
        before, behind = lines[row][:start], lines[row][end:]
        if token.type == tokenize.COMMENT:
            lines[row] = before.rstrip() + behind
        elif token.string in RENAMED and not before.endswith((".", "import ", "from ")):
            lines[row] = before + RENAMED[token.string] + behind
    return "".join(lines).encode()
