"""A sandbox without processes: every check plays its part in memory, and may know what ran before it."""

from collections.abc import Callable, Iterator, Sequence

from graders.box import Began, BoxTask, End, Ended, Event, Finished, Loading, Printed, Raised, Step
from graders.problem import Limits

Part = Callable[[int, Sequence[str]], list[Event]]
"""From a step's number and the checks that ran before it in the same child to its events after `Began`."""


class PlayedSandbox:
    """children: for each child, the checks that began in it and the wall seconds they were given."""

    kind = "played"

    def __init__(self, **parts: Part) -> None:
        self.parts = parts
        self.children: list[list[str]] = []
        self.seconds: list[list[float]] = []

    def run(self, task: BoxTask) -> Iterator[Event]:
        began: list[str] = []
        self.children.append(began)
        self.seconds.append([step.wall_seconds for step in task.steps])
        for number, step in enumerate(task.steps):
            before = list(began)
            began.append(step.check)
            yield Began(number)
            for event in self.parts[step.check](number, before):
                yield event
                if isinstance(event, Ended):
                    return
        yield Ended(End.DONE)

    def task(self) -> BoxTask:
        """All parts, once each, in order."""
        steps = tuple(Step("p", check, 0, 10.0) for check in self.parts)
        return BoxTask("numpy", "cpu", {}, {}, steps, Limits())


def right(number: int, _before: Sequence[str]) -> list[Event]:
    return [Printed(number, "right"), Finished(number)]


def wrong(number: int, _before: Sequence[str]) -> list[Event]:
    return [Printed(number, "wrong"), Finished(number)]


def raises(number: int, _before: Sequence[str]) -> list[Event]:
    return [Raised(number, "exception", "ValueError", "no")]


def crashes(number: int, _before: Sequence[str]) -> list[Event]:
    return [Ended(End.SIGNAL, number, "SIGSEGV", "free(): invalid pointer")]


def spoiled_by(check: str, spoiled: Part) -> Part:
    """Right, unless that check ran before in the same child."""
    return lambda number, before: (spoiled if check in before else right)(number, before)


def imports(path: str, then: Part) -> Part:
    """Begins to import a file, and may never be heard of again."""
    return lambda number, before: [Loading(number, path), *then(number, before)]


def imported(path: str, then: Part) -> Part:
    """Imports a file and goes on."""
    return lambda number, before: [
        Loading(number, path),
        Loading(number, path, done=True),
        *then(number, before),
    ]


def loops(number: int, _before: Sequence[str]) -> list[Event]:
    return [Raised(number, "exception", "TimeoutError", "still running"), Ended(End.WALL, number, "too long")]


def slow(number: int, before: Sequence[str]) -> list[Event]:
    """Needs more time than a check has that shares its child."""
    return right(number, before) if not before else loops(number, before)
