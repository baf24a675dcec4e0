"""Written problems: a machine judges no more of an answer than whether a person can read it."""

from collections.abc import Iterator, Mapping

from graders.archive.looks import what_it_is
from graders.problem import Problem
from graders.report import Report, Verdict

PDF = b"%PDF-"
END = b"%%EOF"
TAIL = 4096
"""The last bytes of a PDF, where its end is marked; some programs write a little after the mark."""


def report_written(problem: Problem, digest: str, files: Mapping[str, bytes]) -> Report:
    """A report that waits for a person, with notes on what they will not be able to read.

    digest: the bundle's.
    """
    return Report(
        problem=problem.slug,
        title=problem.title,
        bundle=digest,
        verdict=Verdict.WAITING,
        points=problem.points,
        earned=0.0,
        checks=(),
        runtime="",
        device="",
        box="",
        notes=tuple(unreadable(problem, files)),
    )


def unreadable(problem: Problem, files: Mapping[str, bytes]) -> Iterator[str]:
    """What nobody can read of a handin, in sentences to its student; none where all of it can be."""
    for path in problem.files:
        held = [name for name in (path, *problem.aliases.get(path, ())) if name in files]
        if not held:
            yield f"`{path}` is not in the handin: put your answer into a PDF of that name and hand in again."
        for name in held[:1]:
            if complaint := pdf_complaint(files[name]):
                yield f"`{name}` {complaint}"


def is_pdf(data: bytes) -> bool:
    """Whether these bytes begin as a PDF does."""
    return data.startswith(PDF)


def pdf_complaint(data: bytes) -> str:
    """Why a person may not be able to read these bytes as a PDF, after the file's name; "" if they can."""
    if not is_pdf(data):
        looks = what_it_is(data[:TAIL]) if data else "an empty file"
        return f"is no PDF but {looks}: export your answer as PDF and hand in again."
    if END not in data[-TAIL:]:
        return "breaks off before its end: export it again, and hand in the whole of it."
    if b"/Encrypt" in data:
        return "is encrypted: if it asks for a password, export it without one and hand in again."
    return ""
