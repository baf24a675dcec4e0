"""Where somebody waits is told from one look at the line for all who ask at the same time."""

import pytest
from sqlalchemy import event

from api.db.models import Role
from api.gradings.places import Places
from api.queue import PROCESSORS, Served
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House


class Looks:
    """How often the whole line was looked up."""

    def __init__(self, house: House) -> None:
        self.count = 0
        event.listen(house.database.engine, "before_cursor_execute", self._see)

    def _see(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.count += "row_number" in statement


@pytest.fixture
def waiting(house: House) -> list[str]:
    """Three submissions of three students, in the order of the line."""
    house.course(LINEAR)
    people = [house.person(f"{name}@x.edu", Role.STUDENT) for name in ("ada", "bob", "cyd")]
    return [person.hand_in().json()["id"] for person in people]


def numbers(house: House, places: Places, ids: list[str], served: Served = PROCESSORS) -> list[int | None]:
    with house.database.reading() as session:
        return [places.of(session, id_, served).number for id_ in ids]


def test_a_short_line_is_looked_up_whenever_somebody_asks(house: House, waiting: list[str]):
    places, looks = Places(), Looks(house)
    assert numbers(house, places, waiting) == [1, 2, 3]
    assert looks.count == 3
    assert house.claim()
    looks.count = 0
    assert numbers(house, places, waiting) == [None, 1, 2]
    assert looks.count == 2, "what waits no more needs no look at the line"


def test_a_long_line_is_looked_up_once_for_all_and_anew_when_it_has_grown_old(
    house: House, waiting: list[str]
):
    long, looks = Places(seconds=3600, short=2), Looks(house)
    assert numbers(house, long, waiting) == [1, 2, 3]
    assert looks.count == 1
    assert house.claim()
    looks.count = 0
    assert numbers(house, long, waiting) == [None, 2, 3], "as it was a moment ago"
    assert looks.count == 0
    old = Places(seconds=0, short=2)
    assert numbers(house, old, waiting[1:]) == [1, 2]
    assert looks.count == 2


def test_who_has_just_come_and_what_other_workers_would_serve_are_looked_for_anew(
    house: House, waiting: list[str]
):
    places = Places(seconds=3600, short=2)
    assert numbers(house, places, waiting) == [1, 2, 3]
    late = house.person("dan@x.edu", Role.STUDENT).hand_in().json()["id"]
    assert numbers(house, places, [late, *waiting]) == [4, 1, 2, 3]
    assert numbers(house, places, waiting, Served(frozenset({"torch"}))) == [None, None, None]
