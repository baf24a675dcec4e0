"""What a problem's own solutions answer: the reference, and the wrong ones. They too run in boxes only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.answer import Answer, Arrays
from graders.asking import ask
from graders.box import BoxTask, Sandbox, Step
from graders.bundle import Bundle
from graders.cache import ArrayCache, ArrayKey
from graders.compare.lent import digests_as_arrays
from graders.compare.naming import is_context
from graders.errors import GraderFault
from graders.hearing import DeadlyImports
from graders.problem import Check, Misconception, Visibility
from graders.seeds import check_seed
from graders.steps import step_of

REFERENCE = "reference"


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
        found: dict[str, Arrays] = {}
        for hidden in (False, True):
            found |= self._arrays(REFERENCE, hidden)
        return found

    def wrong(self, check: Check) -> Iterator[tuple[Misconception, Arrays]]:
        """What each known wrong solution answers to a check: first those that claim to fail it."""
        hidden = check.visibility is not Visibility.VISIBLE
        known = self.bundle.problem.misconceptions
        for misconception in sorted(known, key=lambda one: check.name not in one.fails):
            yield misconception, self._arrays(f"misconceptions/{misconception.name}", hidden)[check.name]

    def _arrays(self, what: str, hidden: bool) -> dict[str, Arrays]:
        """A solution's arrays for all visible, or all other, checks: one child makes them together."""
        checks = {self._key(what, check): check for check in self.bundle.checks(hidden=hidden)}
        if not checks:
            return {}

        def make(missing: Sequence[ArrayKey]) -> Mapping[ArrayKey, Arrays]:
            return self._make(what, {key: checks[key] for key in missing}, hidden)

        return {checks[key].name: arrays for key, arrays in self.cache.get(list(checks), make).items()}

    def _key(self, what: str, check: Check) -> ArrayKey:
        seed = self.step(check).seed
        return ArrayKey(self.bundle.digest, what, check.name, seed, self.runtime, self.device)

    def _make(self, what: str, checks: Mapping[ArrayKey, Check], hidden: bool) -> dict[ArrayKey, Arrays]:
        right = what == REFERENCE
        task = BoxTask(
            runtime=self.runtime,
            device=self.device,
            files=self.bundle.reference() if right else self.bundle.misconception(what.partition("/")[2]),
            exercises={self.bundle.problem.slug: self.bundle.exercise(hidden)},
            steps=tuple(map(self.step, checks.values())),
            limits=self.bundle.problem.limits,
            context=right,
        )
        keys = {check.name: key for key, check in checks.items()}
        answers = ask(self.sandbox, task, _came, DeadlyImports())
        take = self._trust if right else _salvage
        return {keys[step.check]: take(step, answer) for step, answer in answers}

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
