"""An assignment's outline, files and bundles."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graders.assignment.outline import Outline, WholeSample
from graders.bundle import Bundle
from graders.bundle.bundle import HANDOUT
from graders.bundle.recipes import sample_tree
from graders.bundle.tree import folder


@dataclass(frozen=True)
class Assignment:
    """What `assignment.toml` says, the files of its folder, and the bundles it names, in order."""

    outline: Outline
    files: Mapping[str, bytes]
    bundles: tuple[Bundle, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", MappingProxyType(dict(sorted(self.files.items()))))

    @property
    def slug(self) -> str:
        """The name in addresses."""
        return self.outline.slug

    @property
    def title(self) -> str:
        """The name for people."""
        return self.outline.title

    @property
    def samples(self) -> list[WholeSample]:
        """Whole handins, with what each must earn."""
        return self.outline.samples

    @property
    def points(self) -> float:
        """The most that a handin can earn."""
        return sum(bundle.problem.points for bundle in self.bundles)

    @property
    def wanted(self) -> frozenset[str]:
        """The files that a handin should hold, under all the names accepted for them."""
        return frozenset[str]().union(*(bundle.problem.wanted for bundle in self.bundles))

    @property
    def handout(self) -> str:
        """The handout of the whole, in Markdown with LaTeX."""
        return self.files[HANDOUT].decode()

    def reference(self) -> dict[str, bytes]:
        """A handin that earns full marks."""
        return folder(self.files, "reference")

    def starter(self) -> dict[str, bytes]:
        """The handin that a student starts from."""
        return folder(self.files, "starter")

    def kit(self) -> dict[str, bytes]:
        """Files that the starter kit holds beside what every kit does."""
        return folder(self.files, "kit")

    def sample(self, name: str) -> dict[str, bytes]:
        """A whole handin. Raises KeyError for a name that assignment.toml does not give."""
        return sample_tree(self.files, self.samples, name, self.of_problems())

    def of_problems(self) -> dict[str, dict[str, bytes]]:
        """The samples of its problems that its own are made of, by the name problem/sample."""
        named = {name for sample in self.samples for name in (sample.base, *sample.takes.values())}
        return {
            name: bundle.sample(sample.name)
            for bundle in self.bundles
            for sample in bundle.problem.samples
            if (name := f"{bundle.problem.slug}/{sample.name}") in named
        }
