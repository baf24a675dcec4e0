"""The types of what people send: bounded, and without characters that no database stores."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

_SLUG = r"^[a-z0-9][a-z0-9_-]{0,63}$"
_ID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_PLAIN = r"^[^\x00-\x1f\x7f]*$"
_YEARS = range(2000, 2101)


def _placed(moment: datetime) -> datetime:
    """A moment that means the same everywhere, and that every database can store."""
    if moment.tzinfo is None:
        raise PydanticCustomError("zone_missing", "say the time zone, as in 2026-12-08T23:59:00-05:00")
    if moment.year not in _YEARS:
        raise PydanticCustomError("year_unlikely", "the year must be between 2000 and 2100")
    return moment.astimezone(UTC)


Slug = Annotated[str, StringConstraints(pattern=_SLUG)]
Key = Annotated[str, StringConstraints(pattern=_ID)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PLAIN)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=_PLAIN)]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[^\s@\x00-\x1f\x7f]+@[^\s@\x00-\x1f\x7f]+$"
    ),
    AfterValidator(str.lower),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000, pattern=r"^[^\x00]*$")]
Markdown = Annotated[str, StringConstraints(max_length=100_000, pattern=r"^[^\x00]*$")]
Moment = Annotated[datetime, AfterValidator(_placed)]
Points = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
NewPassword = Annotated[str, StringConstraints(min_length=8, max_length=1024)]

CourseSlug = Annotated[str, Path(pattern=_SLUG, description="The course's slug, such as `11-785`.")]
AssignmentSlug = Annotated[str, Path(pattern=_SLUG, description="The assignment's slug, such as `hw1p1`.")]
ProblemSlug = Annotated[str, Path(pattern=_SLUG, description="The problem's slug, such as `batchnorm`.")]
VersionNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="The version's number, from 1.")]
Id = Annotated[str, Path(pattern=_ID)]
FilePath = Annotated[str, Path(max_length=1000, description="A file's path in the handin.")]
