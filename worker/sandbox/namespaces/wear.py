"""When a template has served long enough."""

from dataclasses import dataclass

_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Wear:
    """The most of each that a template may come to: children, seconds, and bytes beyond what it began with.

    All children of one template share its hash seed and its address layout, so that it must not get old; and
    whatever makes it grow, its children copy.
    """

    children: int = 1000
    seconds: float = 900.0
    growth: int = 64 * _MEGABYTE

    def shows(self, children: int, seconds: float, growth: int) -> bool:
        """Whether it is time for a new one."""
        return children >= self.children or seconds > self.seconds or growth > self.growth
