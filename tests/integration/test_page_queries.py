"""No page and no list asks the database more often for a larger class."""

import shutil
from pathlib import Path

from api.db.session import Database
from tests.bench.pages.asking import House
from tests.bench.pages.crowd import Size
from tests.fixtures.databases import migrated_file

__all__ = ["migrated_file"]

IN_BATCHES = ("results.zip", "data.zip")
"""Archives of a whole class, or of all that a person handed in, are read a few at a time, never whole."""
AT_REST = 1
"""What a list that is empty in the small class does not ask for there, as that of our failures."""
ROLES = ("student", "instructor")


def queries(migrated: Path, folder: Path, size: Size) -> dict[tuple[str, str], tuple[int, int]]:
    """Route and role → status, and queries, over a class of this size."""
    folder.mkdir()
    shutil.copy(migrated, folder / "allclose.db")
    database = Database(f"sqlite:///{folder / 'allclose.db'}")
    try:
        house = House(database, folder, size)
        with house.client:
            asked = [house.ask(*where, role, 0) for where in house.addresses() for role in ROLES]
    finally:
        database.close()
    return {(one.route, one.role): (one.status, one.queries) for one in asked}


def test_pages_ask_no_more_often_for_three_times_the_students(migrated_file: Path, tmp_path: Path) -> None:
    few = queries(migrated_file, tmp_path / "few", Size(12, 40))
    many = queries(migrated_file, tmp_path / "many", Size(36, 120))
    assert few.keys() == many.keys()
    assert sum(status == 200 for status, _ in many.values()) > 60, "hardly anything was asked for"
    grown = {
        where: (few[where], found)
        for where, found in many.items()
        if found[1] > few[where][1] + AT_REST and not where[0].endswith(IN_BATCHES)
    }
    assert grown == {}


def test_one_student_with_five_hundred_handins_is_shown_a_page_at_a_time(
    migrated_file: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "allclose.db")
    database = Database(f"sqlite:///{tmp_path / 'allclose.db'}")
    house = House(database, tmp_path, Size(1, 500))
    here = f"/courses/11-785/{house.crowd.assignment}/students/{house.crowd.busiest}"
    with house.client:
        for path, rows in ((here, 50), (f"{here}?page=10", 50), (f"{here}?page=11", 0)):
            answer = house.client.get(path, headers={"Authorization": f"Bearer {house.tokens['instructor']}"})
            assert answer.status_code == 200
            assert answer.text.count('<th scope="row"><a href="/submissions/') == rows
    database.close()
