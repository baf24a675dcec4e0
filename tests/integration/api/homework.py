"""Small homeworks and handins, and reports as the engine would write them."""

import io
import tarfile

from graders.assignment import Assignment
from graders.assignment.outline import Outline
from graders.bundle import Bundle
from graders.job import GradeItem
from graders.problem import Check, Kind, Problem, RubricItem, Visibility
from graders.report import CheckReport, Report, Verdict

V = Visibility
LINEAR = Problem(
    slug="linear",
    title="Linear layer",
    files=["mytorch/linear.py"],
    checks=[Check("forward", 2), Check("backward", 3), Check("shape", 0)],
)
SECRET = Problem(
    slug="secret",
    title="Secret",
    files=["hw1/hw1.py"],
    checks=[
        Check("shown", 5),
        Check("later", 7, visibility=V.AFTER_DEADLINE),
        Check("never", 11, visibility=V.HIDDEN),
    ],
)
TORCH = Problem(
    slug="conv", title="Convolution", files=["conv.py"], checks=[Check("out", 4)], runtime="torch"
)
CUDA = Problem(slug="gpu", title="On a GPU", files=["gpu.py"], checks=[Check("out", 3)], device="cuda")
JAX = Problem(slug="jax", title="In jax", files=["jax.py"], checks=[Check("out", 2)], runtime="jax")

STATS = Problem(
    slug="stats",
    title="Training statistics",
    files=["hw1/hw1.py"],
    checks=[Check("losses", 3), Check("errors", 2)],
    proposed=True,
)
PROOFS = Problem(
    slug="proofs",
    title="Proofs",
    kind=Kind.WRITTEN,
    files=["proofs.pdf"],
    rubric=[RubricItem("density", 4, "The determinant."), RubricItem("positive", 3, "Jensen's inequality.")],
)


def bundle(problem: Problem, text: str = "") -> Bundle:
    return Bundle(
        problem, {"problem.toml": problem.slug.encode(), "handout.md": b"", "exercise.py": text.encode()}
    )


def homework(*problems: Problem, slug: str = "hw1") -> Assignment:
    outline = Outline(slug=slug, title=slug.upper(), problems=[problem.slug for problem in problems])
    files = {"handout.md": b"# Do it\n\n$x^2$\n"}
    return Assignment(outline, files, tuple(bundle(problem) for problem in problems))


def tar(files: dict[str, bytes] | None = None) -> bytes:
    """A handin's tar."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for path, data in (files or {"mytorch/linear.py": b"x = 1\n"}).items():
            member = tarfile.TarInfo(path)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


def report(problem: Problem, item: GradeItem, failed: tuple[str, ...] = (), **changes: object) -> Report:
    """What the engine says of a handin that fails these checks."""
    checks = tuple(
        CheckReport(
            name=check.name,
            title=check.title,
            points=check.points,
            earned=0.0 if check.name in failed else check.points,
            verdict=Verdict.FAILED if check.name in failed else Verdict.PASSED,
            visibility=check.visibility,
        )
        for check in problem.checks
    )
    said = {
        "problem": problem.slug,
        "title": problem.title,
        "bundle": item.bundle.digest,
        "verdict": Verdict.FAILED if failed else Verdict.PASSED,
        "points": problem.points,
        "earned": sum(check.earned for check in checks),
        "checks": checks,
        "runtime": problem.runtime,
        "device": problem.device,
        "box": "bare",
    }
    return Report(**said | changes)


def fault(problem: Problem, item: GradeItem) -> Report:
    """What the engine says when it failed itself."""
    return report(problem, item, verdict=Verdict.FAULT, checks=(), earned=0.0, fault="The box broke.")
