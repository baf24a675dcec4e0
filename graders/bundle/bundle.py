"""A problem's bundle: its description and its files, immutable, named by digest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from types import MappingProxyType

from graders.archive import write_tar
from graders.box import Exercise
from graders.bundle.recipes import sample_tree
from graders.bundle.tree import edited, folder
from graders.problem import Check, Problem, Visibility

MANIFEST = "problem.toml"
HANDOUT = "handout.md"
VISIBLE = "exercise.py"
HIDDEN = "hidden.py"
JUDGE = "judge.py"
JUDGE_DATA = "judge"
"""A folder of read-only files that the judge's box holds, and no box that student code is in."""


@dataclass(frozen=True)
class Bundle:
    """What `problem.toml` says, and every file of the bundle by path, `problem.toml` among them.

    Made by `read_bundle` and `read_bundle_folder`, which see to it that all that is asked for here is
    there. Two bundles are equal when their files are.
    """

    problem: Problem = field(compare=False)
    files: Mapping[str, bytes]

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """BLAKE2b-256 of what `pack` gives, in hex."""
        return blake2b(self.pack(), digest_size=32).hexdigest()

    def pack(self) -> bytes:
        """A tar that `read_bundle` reads back; the same files give the same bytes."""
        return write_tar(self.files)

    @property
    def handout(self) -> str:
        """The handout, in Markdown with LaTeX."""
        return self.files[HANDOUT].decode()

    def reference(self) -> dict[str, bytes]:
        """A handin that earns full marks."""
        return folder(self.files, "reference")

    def starter(self) -> dict[str, bytes]:
        """The handin that a student starts from."""
        return folder(self.files, "starter")

    def misconception(self, name: str) -> dict[str, bytes]:
        """The reference with a known mistake in it. Raises KeyError for a name not in problem.toml."""
        known = {misconception.name: misconception for misconception in self.problem.misconceptions}
        return edited(self.reference() | folder(self.files, f"misconceptions/{name}"), known[name].edits)

    def sample(self, name: str) -> dict[str, bytes]:
        """A handin whose score is known. Raises KeyError for a name that problem.toml does not give."""
        return sample_tree(self.files, self.problem.samples, name, others={})

    def checks(self, *, hidden: bool) -> tuple[Check, ...]:
        """The checks that exercise.py (or, hidden, hidden.py) holds a function for."""
        return tuple(
            check for check in self.problem.checks if hidden is (check.visibility is not Visibility.VISIBLE)
        )

    def exercise(self, hidden: bool = False) -> Exercise:
        """What a box must know to run the visible (or else the other) checks."""
        return Exercise(
            source=self.files.get(HIDDEN if hidden else VISIBLE, b"").decode(),
            path=tuple(self.problem.path),
            aliases={path: tuple(names) for path, names in self.problem.aliases.items()},
            files=folder(self.files, "data"),
        )
