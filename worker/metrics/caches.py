"""Figures of caches, which count for themselves."""

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

Finds = Callable[[], tuple[int, int]]
"""Says how often what was wanted was there, and how often it was not."""


class CacheFigures(Collector):
    """Reads caches by name: "arrays" (the references' and misconceptions'), "bundles", "files"."""

    def __init__(self, caches: Mapping[str, Finds]) -> None:
        self._caches = dict(caches)

    def describe(self) -> Iterable[Metric]:
        """The figures' names, without asking."""
        return _families()

    def collect(self) -> Iterable[Metric]:
        """What each cache has found so far."""
        families = _families()
        for name, count in self._caches.items():
            for family, value in zip(families, count(), strict=True):
                family.add_metric([name], value)
        return families


def _families() -> list[CounterMetricFamily]:
    return [
        CounterMetricFamily("allclose_cache_hits", "Times that what was wanted was there.", labels=["cache"]),
        CounterMetricFamily(
            "allclose_cache_misses", "Times that it had to be made or fetched.", labels=["cache"]
        ),
    ]
