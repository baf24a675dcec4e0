"""What students write for a homework, part by part: the right ways, and the mistakes that real classes make.

A text is named by where it is from: `reference`, `starter`, a `sample` of the assignment, a `problem/sample`,
or a `problem!misconception`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deploy.living.disguise import disguised
from graders.assignment import Assignment


@dataclass(frozen=True)
class Part:
    """Files that are written together. right: ways to write them; slips: mistakes, the commonest first."""

    name: str
    paths: tuple[str, ...]
    right: tuple[str, ...] = ("reference",)
    slips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """The parts of a homework in the order in which students come to them. hardest: where some get stuck."""

    homework: str
    parts: tuple[Part, ...]
    hardest: str


INTRODUCTION = Work(
    "hw1p1",
    (
        Part("questions", ("hw1/mc.py",), ("reference", "mc/common-way"), ("mc/four-of-five",)),
        Part(
            "activations",
            ("mytorch/activation.py",),
            (
                "reference",
                "activations/common-way",
                "activations/extra-attributes",
                "activations/in-place-on-its-own-copy",
            ),
            (
                "activations!relu-derivative-one-at-zero",
                "activations!sigmoid-derivative-of-the-input",
                "activations!tanh-derivative-not-squared",
                "activations!relu-in-place",
            ),
        ),
        Part(
            "loss",
            ("mytorch/loss.py",),
            ("reference", "loss/common-way", "loss/index-of-the-label"),
            (
                "loss!derivative-divided-by-the-batch-size",
                "loss!no-maximum-subtracted",
                "loss!minus-forgotten",
            ),
        ),
        Part(
            "linear",
            ("mytorch/linear.py",),
            (
                "reference",
                "linear/common-way",
                "linear/adds-to-the-gradients",
                "linear/bias-as-an-extra-weight",
            ),
            (
                "linear!gradients-summed",
                "linear!bias-gradient-without-its-first-axis",
                "linear!weight-gradient-transposed",
            ),
        ),
        Part(
            "network",
            ("hw1/hw1.py",),
            ("reference", "almost", "own-style", "training-stats/own-way"),
            (
                "mlp!momentum-ignored",
                "training-stats!losses-summed",
                "mlp!learning-rate-on-old-velocity",
                "mlp!gradients-not-zeroed",
            ),
        ),
        Part(
            "batchnorm",
            ("mytorch/batchnorm.py",),
            (
                "reference",
                "batchnorm/common-way",
                "batchnorm/feature-by-feature",
                "batchnorm/other-names",
                "batchnorm/changes-its-inputs",
                "batchnorm/in-place-updates",
            ),
            (
                "batchnorm!unbiased-variance",
                "batchnorm!batch-statistics-in-eval",
                "batchnorm!running-averages-exchanged",
                "batchnorm!statistics-taken-as-constants",
                "batchnorm!eps-outside-the-root",
                "batchnorm!no-path-through-the-mean",
            ),
        ),
        Part("plots", tuple(f"hw1/{name}.png" for name in (
            "training_error", "training_loss", "validation_error", "validation_loss")), ("full-marks",)),
    ),
    "batchnorm",
)  # fmt: skip

QUIZ = Work(
    "ttic-quiz",
    (
        Part(
            "information",
            ("information.py",),
            ("reference", "mutual-information/own-way"),
            ("mutual-information/half-done",),
        ),
        Part("rnn", ("rnn.py",), ("reference", "rnn/own-way"), ("rnn/half-done",)),
        Part(
            "batchnorm",
            ("batchnorm_unbiased.py",),
            ("reference", "batchnorm-unbiased/common-way", "batchnorm-unbiased/loops-as-given"),
            ("batchnorm-unbiased/forward-only", "batchnorm-unbiased/last-loop-only"),
        ),
    ),
    "batchnorm",
)


@dataclass(frozen=True)
class Draft:
    """How far a student has come. parts: what they have begun, and where each part's text is from."""

    parts: tuple[tuple[str, str], ...]
    disguised: bool = False


class Desk:
    """Where the drafts of one homework are written out."""

    def __init__(self, work: Work, homework: Assignment) -> None:
        self.work = work
        self._homework = homework
        self._bundles = {bundle.problem.slug: bundle for bundle in homework.bundles}
        self._trees = cache(self._read)

    def tree(self, source: str) -> Mapping[str, bytes]:
        """All files of where a text may be from."""
        return self._trees(source)

    def written(self, draft: Draft) -> dict[str, bytes]:
        """The files of a draft: the starter's, and over them what has been begun."""
        files = dict(self.tree("starter"))
        begun = dict(draft.parts)
        for part in self.work.parts:
            if part.name in begun:
                tree = self.tree(begun[part.name])
                files |= {path: tree[path] for path in part.paths}
        return disguised(files) if draft.disguised else files

    def _read(self, source: str) -> Mapping[str, bytes]:
        slug, mistake = source.partition("!")[::2]
        if mistake:
            return self._bundles[slug].misconception(mistake)
        slug, sample = source.partition("/")[::2]
        if sample:
            return self._bundles[slug].sample(sample)
        if source in ("reference", "starter"):
            return self._homework.reference() if source == "reference" else self._homework.starter()
        return self._homework.sample(source)
