"""The roster as a file: whoever reads it back changes nothing."""

from collections.abc import Sequence

from api.cells import BOM, as_csv
from api.roster.people import Person

HEADINGS = ("email", "name", "section", "role", "student id")


def roster_csv(people: Sequence[Person]) -> str:
    """These people as CSV, with the byte order mark by which Excel knows UTF-8."""
    rows = [[each.email, each.name, each.section, each.role.value, each.student_id] for each in people]
    return BOM + as_csv([HEADINGS, *rows])
