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
    """A problem, at its newest version."""

    slug: str
    title: str
    version: int
    digest: str
    runtime: str
    device: str
    points: float
    checks: list[CheckView]
