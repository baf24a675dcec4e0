"""Problems on the wire."""

from pydantic import BaseModel

from graders.problem import Visibility


class CheckView(BaseModel):
    """A check of a problem."""

    name: str
    title: str
    points: float
    visibility: Visibility


class ProblemView(BaseModel):
    """A problem, at its newest version. course: whose own it is (null: it came with the server).

    published: the version that new handins are graded by, if any is.
    """

    slug: str
    course: str | None
    title: str
    version: int
    published: int | None
    digest: str
    runtime: str
    device: str
    points: float
    checks: list[CheckView]


class UploadReceipt(BaseModel):
    """Proof that a bundle was received: which version it is, and how that stands."""

    course: str
    problem: str
    version: int
    digest: str
    title: str
    points: float
    state: str
    sentence: str
    link: str
