"""The verdict on one check: the answer that counts against what was expected, with a reason."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from graders.answer import Answer, Arrays
from graders.box import End, Raised
from graders.compare.answers import compare_answer, compare_named
from graders.compare.lent import spoiled_inputs
from graders.compare.listed import as_asked
from graders.compare.naming import is_context
from graders.cost import Excess
from graders.credit import Part, describe_part, right_part
from graders.curves import curves_of
from graders.diagnose.evidence import Evidence
from graders.diagnose.exceeded import describe_excess
from graders.diagnose.explain import explain
from graders.diagnose.listings import listing_notes
from graders.judge.ruling import Ruling
from graders.problem import Check, Credit, Inputs, Misconception
from graders.report import CheckReport, Explanation, Frame, Mismatch, StudentError, Verdict

WrongSolutions = Callable[[], Iterable[tuple[Misconception, Arrays]]]
"""Arrays of the known wrong solutions, asked for only when a check has failed."""


@dataclass(frozen=True)
class Judgement:
    """An answer, compared; and of a judged check what the judge says, once it has been asked.

    excess: what it cost too much beside the reference.
    """

    check: Check
    answer: Answer
    expected: Arrays
    mismatches: tuple[Mismatch, ...]
    ruling: Ruling | None = None
    excess: Excess | None = None

    @property
    def passed(self) -> bool:
        """Whether it earns everything. A judged check stands until its judge has been asked."""
        return self.ruling.passed if self.ruling else self.stands

    @property
    def credit(self) -> float:
        """The part of the points that it earns: by a judge's word, or by what is right of a divided check."""
        if self.ruling:
            return self.ruling.credit
        divided = self.check.credit is not Credit.ALL
        return self.part.share if divided and self.sound and self.mismatches else float(self.stands)

    @property
    def stands(self) -> bool:
        """Whether the check ran to its end, answered right, and left alone what it must not change."""
        return self.sound and not self.mismatches

    @property
    def sound(self) -> bool:
        """Whether its arrays count: it came to its end, at its price, and spoiled nothing it was lent."""
        answer = self.answer
        came = answer.finished and not answer.ended and not self.excess
        return came and not (answer.changed and self.check.inputs is Inputs.UNCHANGED)

    @property
    def only_exceeds(self) -> bool:
        """Whether it would stand if it had cost less."""
        return self.excess is not None and replace(self, excess=None).stands

    @property
    def part(self) -> Part:
        """How much is right, in the parts that `credit` names."""
        due = [key for key in self.expected if not is_context(key)]
        wrong = {(one.case, one.array) for one in self.mismatches}
        absent = set(due) - self.answer.arrays.keys()
        # A misnamed array is one that is absent, and counts once.
        wrong = wrong & set(due) | absent if absent else wrong
        return right_part(self.check, due, wrong)


def judge(check: Check, answer: Answer, expected: Arrays, excess: Excess | None = None) -> Judgement:
    """Compare an answer. One that did not come to its end is wrong, whatever arrays it left."""
    answer = as_asked(answer, expected, check)
    if check.inputs is Inputs.UNCHANGED and answer.finished:
        answer = replace(answer, changed=spoiled_inputs(answer, expected))
    mismatches = compare_answer(answer, expected, check) if answer.finished else ()
    return Judgement(check, answer, expected, mismatches, excess=excess)


def with_ruling(judgement: Judgement, ruling: Ruling) -> Judgement:
    """The judgement as the judge has it; where it says what was expected, that is compared."""
    mismatches = compare_named(judgement.answer, ruling.expected, judgement.check)
    return replace(judgement, ruling=ruling, mismatches=() if ruling.passed else mismatches)


def report_check(judgement: Judgement, wrong_solutions: WrongSolutions, runtime: str) -> CheckReport:
    """A check that passed earns its points; any other gets an explanation, and none or a part of them."""
    check, answer = judgement.check, judgement.answer
    return CheckReport(
        name=check.name,
        title=check.title or check.name,
        points=check.points,
        earned=check.points * judgement.credit,
        verdict=Verdict.PASSED if judgement.passed else Verdict.FAILED,
        visibility=check.visibility,
        explanation=None if judgement.passed else _explain(judgement, wrong_solutions, runtime),
        mismatches=judgement.mismatches,
        error=_student_error(answer.raised) if answer.raised else None,
        printed=answer.printed,
        notes=tuple(_notes(judgement)),
        seconds=answer.seconds,
        curves=curves_of(check, answer.arrays, judgement.expected),
        peak_bytes=answer.peak_bytes,
    )


def _explain(judgement: Judgement, wrong_solutions: WrongSolutions, runtime: str) -> Explanation:
    answer = judgement.answer
    if judgement.ruling and judgement.ruling.explanation:
        return judgement.ruling.explanation
    if answer.ended:
        # What was raised before the end only says where the code was: the end is the reason.
        answer = replace(answer, raised=None, ended=replace(answer.ended, detail=_last_place(answer)))
    given = judgement.check, answer, judgement.expected, judgement.mismatches
    return explain(Evidence(*given, wrong_solutions, runtime, judgement.excess))


def _last_place(answer: Answer) -> str:
    """Where a step that ran out of time was, when that is known."""
    if answer.ended and answer.ended.how is End.WALL and answer.raised and answer.raised.frames:
        frame = answer.raised.frames[-1]
        return f"it was at line {frame.line} of {frame.path}"
    return answer.ended.detail if answer.ended else ""


def _student_error(raised: Raised) -> StudentError:
    frames = tuple(Frame(frame.path, frame.line, frame.function, frame.source) for frame in raised.frames)
    return StudentError(raised.type_name, raised.message, frames)


def _notes(judgement: Judgement) -> Iterator[str]:
    """What a student may want to know, whatever the verdict."""
    if judgement.ruling:
        yield from judgement.ruling.notes
    elif judgement.credit and not judgement.passed:
        yield describe_part(judgement.check, judgement.part)
    if judgement.excess and not judgement.only_exceeds:
        yield f"Beside that, {describe_excess(judgement.excess, 'it')}."
    answer = judgement.answer
    for name in answer.changed:
        yield f"Your code writes into its input {name}: whoever passed it is in for a surprise."
    for (case, name), array in answer.arrays.items():
        expected = judgement.expected.get((case, name))
        if expected is not None and array.flags.fnc and not expected.flags.fnc:
            yield f"{name} is stored column by column (Fortran order); that is fine."
    yield from listing_notes(answer)
    if answer.ended and answer.ended.output:
        yield f"The last words of the process: {answer.ended.output}"
