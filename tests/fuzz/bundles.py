"""Malformed bundles: always a problem or a refusal that names the file and the key or the member."""

from collections import Counter
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from graders.archive import write_tar
from graders.bundle import read_bundle, read_bundle_folder
from graders.bundle.bundle import MANIFEST
from graders.errors import BundleRefused
from tests.fuzz.damage import damaged
from tests.fuzz.watching import Watch

PROBLEMS = Path(__file__).parents[2] / "problems"
CHOSEN = ("batchnorm", "mc", "loss", "gaussian-proofs", "lstm", "fgsm")
VALUES = (
    "true",
    "-1",
    "1e999",
    "nan",
    '""',
    '"../x"',
    "[]",
    "{}",
    '"\\u202e"',
    "99999999999999999999",
    "[[]]",
)


@cache
def real() -> tuple[dict[str, bytes], ...]:
    """Files of problems of every manner."""
    return tuple(dict(read_bundle_folder(PROBLEMS / name).files) for name in CHOSEN)


@st.composite
def rewritten(draw: st.DrawFn) -> bytes:
    """A bundle whose problem.toml says something else in some lines, or that lacks a file."""
    files = dict(draw(st.sampled_from(real())))
    lines = files[MANIFEST].decode().splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[at].partition("=")
        match draw(st.sampled_from(("value", "drop", "repeat", "move", "damage"))):
            case "value" if equals:
                lines[at] = f"{key}= {draw(st.sampled_from(VALUES))}"
            case "drop":
                lines[at] = ""
            case "repeat":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(draw(st.integers(0, len(lines))), lines[at])
            case _:
                lines[at] = draw(damaged(st.just(lines[at].encode()))).decode("utf-8", "replace")
    files[MANIFEST] = "\n".join(lines).encode()
    if draw(st.booleans()):
        del files[draw(st.sampled_from(sorted(files)))]
    return write_tar(files)


@cache
def packed() -> tuple[bytes, ...]:
    """The real ones as archives."""
    return tuple(write_tar(files) for files in real())


archives = rewritten() | damaged(st.sampled_from(packed())) | damaged(rewritten())


class Shelf:
    """Where bundles are read. answers: how many were problems, and how many were refused."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()

    def take(self, watch: Watch, data: bytes) -> None:
        """Read one: a problem or a refusal."""
        with watch.one():
            said = _read(data)
        assert said == "" or len(said) > 20
        self.answers["refused" if said else "read"] += 1


def _read(data: bytes) -> str:
    """Why a bundle is refused, or nothing."""
    try:
        read_bundle(data)
    except BundleRefused as refusal:
        return str(refusal)
    return ""
