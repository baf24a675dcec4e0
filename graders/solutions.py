"""What a problem's own solutions answer: the reference, and the wrong ones. They too run in boxes only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.answer import Answer, Arrays, Solved
from graders.asking import ask
from graders.box import BoxTask, Sandbox, Step
from graders.bundle import Bundle
from graders.cache import ArrayCache, ArrayKey
from graders.compare.lent import digests_as_arrays
from graders.compare.naming import is_context
from graders.cost import UNKNOWN, Cost, is_relative
from graders.errors import GraderFault
from graders.hearing import DeadlyImports
from graders.measured import ask_measured
from graders.problem import Check, Misconception, Visibility
from graders.seeds import check_seed
from graders.steps import step_of

REFERENCE = "reference"
RUNS = 2
"""How often the reference is measured: one run may meet cold files, or a machine that is busy just then."""


@dataclass(frozen=True)
class Solutions:
    """One bundle's solutions on one grading's inputs, through the cache."""

    bundle: Bundle
    seed: int
    runtime: str
    device: str
    sandbox: Sandbox
    cache: ArrayCache

    def step(self, check: Check) -> Step:
        """The step that exercises a check: the same for every solution and every handin."""
        problem = self.bundle.problem
        return step_of(problem, check, check_seed(self.seed, problem.slug, check.name))

    def expected(self) -> dict[str, Arrays]:
        """The reference's arrays by check, context included. Raises GraderFault where it has no answer."""
        return {check: solved.arrays for check, solved in self.solved().items()}

    def solved(self) -> dict[str, Solved]:
        """The same with what the reference cost, where a check is held to that: the least of what was seen.

        Other load only adds, so the least is nearest to what the reference needs, and two workers with the
        same processor come to the same limit, whatever else they did when they measured.
        """
        found: dict[str, Solved] = {}
        for hidden in (False, True):
            found |= self._solved(REFERENCE, hidden)
        return found

    def measure(self, check: Check) -> Cost:
        """What the reference costs in a check at this moment; where that is the least so far, it is kept.

        Raises SandboxFault. UNKNOWN where the reference does not come to its end now.
        """
        hidden = check.visibility is not Visibility.VISIBLE
        step, task = self.step(check), self._task(REFERENCE, [check], hidden)
        answer = ask_measured(self.sandbox, task, step, DeadlyImports())
        if not (answer.cost and _came(step, answer)):
            return UNKNOWN
        kept = self._solved(REFERENCE, hidden)[check.name]
        least = answer.cost.least(kept.cost or UNKNOWN)
        self.cache.put(self._key(REFERENCE, check), kept._replace(cost=least))
        return answer.cost

    def wrong(self, check: Check) -> Iterator[tuple[Misconception, Arrays]]:
        """What each known wrong solution answers to a check: first those that claim to fail it."""
        hidden = check.visibility is not Visibility.VISIBLE
        known = self.bundle.problem.misconceptions
        for misconception in sorted(known, key=lambda one: check.name not in one.fails):
            what = f"misconceptions/{misconception.name}"
            # Looked up first: to ask for all checks of all wrong solutions takes longer than to compare one.
            solved = self.cache.find(self._key(what, check)) or self._solved(what, hidden)[check.name]
            yield misconception, solved.arrays

    def _solved(self, what: str, hidden: bool) -> dict[str, Solved]:
        """A solution's arrays for all visible, or all other, checks: one child makes them together.

        A check that the reference is measured in has children of its own.
        """
        checks = {self._key(what, check): check for check in self.bundle.checks(hidden=hidden)}
        if not checks:
            return {}

        def make(missing: Sequence[ArrayKey]) -> Mapping[ArrayKey, Solved]:
            return self._make(what, {key: checks[key] for key in missing}, hidden)

        return {checks[key].name: solved for key, solved in self.cache.get(list(checks), make).items()}

    def _key(self, what: str, check: Check) -> ArrayKey:
        seed = self.step(check).seed
        return ArrayKey(self.bundle.digest, what, check.name, seed, self.runtime, self.device)

    def _make(self, what: str, checks: Mapping[ArrayKey, Check], hidden: bool) -> dict[ArrayKey, Solved]:
        right = what == REFERENCE
        keys = {check.name: key for key, check in checks.items()}
        measured = [check for check in checks.values() if right and is_relative(check)]
        together = self._task(what, [check for check in checks.values() if check not in measured], hidden)
        answers = list(ask(self.sandbox, together, _came, DeadlyImports()))
        answers += [self._measured(check, hidden) for check in measured]
        take = self._trust if right else _salvage
        return {keys[step.check]: Solved(take(step, answer), answer.cost) for step, answer in answers}

    def _task(self, what: str, checks: Sequence[Check], hidden: bool) -> BoxTask:
        """A solution, asked these checks."""
        right = what == REFERENCE
        return BoxTask(
            runtime=self.runtime,
            device=self.device,
            files=self.bundle.reference() if right else self.bundle.misconception(what.partition("/")[2]),
            exercises={self.bundle.problem.slug: self.bundle.exercise(hidden)},
            steps=tuple(map(self.step, checks)),
            limits=self.bundle.problem.limits,
            context=right,
        )

    def _measured(self, check: Check, hidden: bool) -> tuple[Step, Answer]:
        """The reference's answer with the least of what it costs in a few runs."""
        step, task = self.step(check), self._task(REFERENCE, [check], hidden)
        answers = [ask_measured(self.sandbox, task, step, DeadlyImports()) for _ in range(RUNS)]
        last, cost = answers[-1], UNKNOWN
        for answer in answers:
            cost = cost.least(answer.cost or UNKNOWN)
        last.cost = cost
        return step, last

    def _trust(self, step: Step, answer: Answer) -> Arrays:
        """The reference's arrays; where something is amiss, the bundle or the box is at fault."""
        if _came(step, answer) and not all(map(is_context, answer.arrays)):
            self._see_to_gradients(step, answer.arrays)
            return answer.arrays | digests_as_arrays(answer.lent)
        raise GraderFault(
            f"The reference of {step.problem} has no answer to {step.check}: {_reason(answer)}."
        )

    def _see_to_gradients(self, step: Step, arrays: Arrays) -> None:
        """The arrays that `gradients` names are there, or nothing would be compared."""
        [check] = [check for check in self.bundle.problem.checks if check.name == step.check]
        named = {name for _, name in arrays}
        for name in (*check.gradients, *check.gradients.values()):
            if name not in named:
                raise GraderFault(
                    f"The exercise of {step.problem} returns no array {name!r} for {step.check}, whose "
                    "`gradients` in problem.toml name it."
                )


def _came(_step: Step, answer: Answer) -> bool:
    return answer.finished and not answer.withheld and not answer.refused


def _salvage(step: Step, answer: Answer) -> Arrays:
    """A wrong solution's arrays, or none: it may fail in any way."""
    return answer.arrays if _came(step, answer) else {}


def _reason(answer: Answer) -> str:
    if answer.ended:
        return f"it ended ({answer.ended.how}: {answer.ended.detail})"
    if answer.raised:
        return f"it raised {answer.raised.type_name}: {answer.raised.message}"
    for _, name in (*answer.withheld, *answer.refused):
        return f"{name} is no array that can be sent"
    return "it sent no array"
