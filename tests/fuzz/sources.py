"""Sources that are compared for likeness: any bytes, damaged Python, texts that make lexers go back."""

from functools import cache

import numpy as np
from hypothesis import strategies as st

from graders.similarity import Document, matches, read_sources
from graders.similarity.document import MOST_TOKENS
from tests.fixtures.site import homework
from tests.fuzz.damage import damaged
from tests.fuzz.watching import Watch

SPITEFUL = tuple(
    text.encode()
    for text in (
        "'" * 400_000,
        '"""' * 130_000 + "\\",
        "\\" * 400_000,
        "'\\" * 200_000,
        "'''" + "\\'" * 200_000,
        "(" * 400_000,
        "1e" * 200_000,
        "1e+" * 130_000,
        "#" * 400_000,
        "f'{" * 130_000,
        "é" * 400_000,
        "\n" * 400_000,
        "'a'" * 130_000,
        "1," * 200_000,
        "x " * 200_000,
        "x=y;" * 100_000,
    )
)


@cache
def real() -> tuple[bytes, ...]:
    """The main homework's sources."""
    return tuple(data for path, data in homework().reference().items() if path.endswith(".py"))


texts = damaged(st.sampled_from(real())) | st.binary(max_size=2000)


class Found:
    """Compares sources with each other. shared: how many pairs had anything in common."""

    def __init__(self) -> None:
        self.shared = 0

    def take(self, watch: Watch, one: bytes, other: bytes) -> None:
        """Compare two: whatever they hold, matches lie within both and hold the same tokens."""
        with watch.one():
            left, right = (
                Document.of(read_sources({"a.py": text}).reading, NOTHING) for text in (one, other)
            )
            found = matches(left, right)
        self.shared += bool(found)
        codes, others = left.reading.codes, right.reading.codes
        assert max(len(codes), len(others)) <= MOST_TOKENS
        for match in found:
            mine = codes[match.left : match.left + match.length]
            assert len(mine) == match.length
            assert bytes(mine) == bytes(others[match.right : match.right + match.length])


NOTHING = np.zeros(0, np.uint64)
