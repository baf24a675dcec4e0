"""Which warm boxes are kept: not more pools than fit, the one that was idle longest goes first."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from worker.sandbox.pool import Pools


class Box:
    """A box of a kind that notes when it is closed."""

    alive = True

    def __init__(self, key: str, closed: list[str]) -> None:
        self.key, self._closed = key, closed

    def close(self) -> None:
        self._closed.append(self.key)


@pytest.mark.parametrize(("most", "driven_out"), [(2, ["first"]), (3, [])])
def test_the_boxes_of_the_key_that_was_idle_longest_make_room(most: int, driven_out: list[str]):
    closed: list[str] = []
    with (
        ThreadPoolExecutor(1) as starter,
        closing(Pools(lambda key: Box(key, closed), 1, starter, most)) as pools,
    ):
        for key in ("first", "second", "second", "third"):
            assert pools.take(key).key == key
        assert closed == driven_out
