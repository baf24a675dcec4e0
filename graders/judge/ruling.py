"""What a judge said of an answer: the whole vocabulary, and how it is read.

    def training_stats(handin, rng, answer):
        ...
        return {"passed": False, "sentences": ["Your losses are sums."], "misconception": "losses-summed"}

A judge runs in a box of its own, in which no student's code is. `handin` is the reference, to replay on;
its `data` are the files of the bundle's data/ and of its judge/, which no other box holds. `rng` draws the
numbers that the exercise drew, from the same seed, and `from exercise import …` gives what the exercise is
made of. A long judge may lie in several files: each `judge/NAME.py` is a module NAME, which may import
those whose names come before its own. `answer` holds the student's arrays as the exercise returned them,
each a plain array under a name that the reference's answer has too; nothing else of them has been looked
at: not shape, dtype or whether they are finite.

| It says | as | meaning |
| --- | --- | --- |
| `passed` | a truth value | full marks or none |
| `credit` | a number from 0 to 1 | instead of `passed`: the part of the points that is earned |
| `misconception` | text | the name of the misconception of problem.toml that was made |
| `sentences` | texts | why not all points are earned, the weightiest first; without any, the hint is shown |
| `notes` | texts | what is shown whatever the verdict |
| `expected` | a dict of arrays | what the arrays of these names should have been: compared, to show where |

Less than full marks need a misconception or a sentence. Whatever else a judge does (raise, run out of
time, say something that is not in the table) is the bundle's fault and costs no student anything.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from graders.answer import Arrays, Key
from graders.errors import GraderFault
from graders.problem import Problem
from graders.report import Explanation
from graders.text import plain_line

WORDS = ("passed", "credit", "misconception", "sentences", "notes")
EXPECTED = "expected"
MOST_TEXTS = 20
MAX_TEXT = 1000
"""Characters of a sentence or a note."""


class NonsenseRuled(GraderFault):
    """A judge said something that cannot be read."""


@dataclass(frozen=True)
class Ruling:
    """A judge's word on one answer. explanation: why not everything is earned; None where it is."""

    credit: float
    explanation: Explanation | None = None
    notes: tuple[str, ...] = ()
    expected: Arrays = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether the answer earns everything."""
        return self.credit == 1.0


def read_ruling(said: Arrays, answered: Arrays, problem: Problem) -> Ruling:
    """What a judge's arrays say of the arrays that were answered. Raises NonsenseRuled."""
    for case, name in said:
        if case != EXPECTED and (case or name not in WORDS):
            raise NonsenseRuled(f"it says {case or name!r}, which is no word of a judge's")
    expected = {("", name): array for (case, name), array in said.items() if case == EXPECTED}
    for key in expected.keys() - answered.keys():
        raise NonsenseRuled(f"it expects an array {key[1]!r}, which is not in the answer")
    credit, notes = _credit(said), tuple(_texts(said, "notes"))
    return Ruling(credit, None if credit == 1 else _explanation(said, problem), notes, expected)


def _explanation(said: Arrays, problem: Problem) -> Explanation:
    hints = {misconception.name: misconception.hint for misconception in problem.misconceptions}
    sentences, names = list(_texts(said, "sentences")), list(_texts(said, "misconception"))
    if len(names) > 1 or not hints.keys() >= set(names):
        raise NonsenseRuled(f"it names the misconception {', '.join(names)!r}, which problem.toml does not")
    if not sentences and not names:
        raise NonsenseRuled("it takes points away without a word")
    if names:
        return Explanation("misconception", " ".join(sentences) or hints[names[0]], names[0])
    return Explanation("judged", " ".join(sentences))


def _credit(arrays: Arrays) -> float:
    said = [word for word in ("passed", "credit") if ("", word) in arrays]
    if len(said) != 1:
        raise NonsenseRuled(
            f"it must say either `passed` or `credit`, and says {' and '.join(said) or 'neither'}"
        )
    array = arrays["", said[0]]
    if array.shape or array.dtype.kind not in ("b" if said == ["passed"] else "fiu"):
        raise NonsenseRuled(f"its `{said[0]}` is {array.dtype} of shape {array.shape}")
    credit = float(array)
    if not (math.isfinite(credit) and 0 <= credit <= 1):
        raise NonsenseRuled(f"its `credit` is {credit:g}, and must be from 0 to 1")
    return credit


def _texts(arrays: Arrays, word: str) -> Iterator[str]:
    """The texts under a word, those without a letter left out."""
    key: Key = ("", word)
    if key not in arrays or not arrays[key].size:
        return
    array = arrays[key]
    if array.dtype.kind != "U" or array.ndim > 1 or array.size > MOST_TEXTS:
        raise NonsenseRuled(f"its `{word}` is {array.dtype} of shape {array.shape}, where texts are due")
    yield from (plain_line(text)[:MAX_TEXT] for text in array.ravel().tolist() if text.strip())
