"""Ask one handin one question in a box, and look at everything that came out."""

from dataclasses import dataclass
from textwrap import dedent

from graders.box import BoxTask, Ended, Event, Exercise, Printed, Raised, Sandbox, Sent, Step
from graders.problem import Limits

EXERCISE = """
import numpy as np
def check(handin, rng):
    answer = handin.load("student.py").answer()
    return {"out": answer if type(answer) is np.ndarray else np.zeros(1)}
"""


@dataclass(frozen=True)
class Told:
    """All events of one run."""

    events: list[Event]

    @property
    def ended(self) -> Ended:
        last = self.events[-1]
        assert isinstance(last, Ended)
        return last

    @property
    def printed(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, Printed))

    @property
    def raised(self) -> str:
        """The type of the first exception, or nothing."""
        return next((event.type_name for event in self.events if isinstance(event, Raised)), "")

    @property
    def sent(self) -> list[Sent]:
        return [event for event in self.events if isinstance(event, Sent)]


def task(source: str, steps: int = 1, wall: float = 10.0, seed: int = 1, **limits: int) -> BoxTask:
    """One file, `student.py`, whose `answer()` is called by every step."""
    return BoxTask(
        runtime="numpy",
        device="cpu",
        files={"student.py": dedent(source).encode()},
        exercises={"p": Exercise(EXERCISE)},
        steps=tuple(Step("p", "check", seed + number, wall) for number in range(steps)),
        limits=Limits(**limits),
    )


def ask(sandbox: Sandbox, source: str, **options: int | float) -> Told:
    """Run `task(source, …)` to its end."""
    return Told(list(sandbox.run(task(source, **options))))  # type: ignore[arg-type]
