"""Copies are found whatever was renamed and moved; solutions that were written apart are not."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from graders.assignment import Assignment
from graders.assignment.read import read_assignment_folder
from graders.similarity import Document, Pair, Search, Side, matches, read_sources
from graders.similarity.document import known_of
from graders.similarity.index import COMMONPLACE_AT_LEAST, Index
from graders.similarity.winnow import K
from tests.unit.graders.similarity.written_plainly import PLAIN
from tests.unit.graders.similarity.written_tidily import TIDY

ROOT = Path(__file__).resolve().parents[4]
Files = Mapping[str, bytes]
PATHS = {
    "hw1": "hw1/hw1.py",
    "mc": "hw1/mc.py",
    "batchnorm": "mytorch/batchnorm.py",
    "linear": "mytorch/linear.py",
    "activations": "mytorch/activation.py",
    "loss": "mytorch/loss.py",
}


@cache
def hw1() -> Assignment:
    return read_assignment_folder(ROOT / "assignments" / "hw1p1")


def sources(files: Files) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith(".py")}


def searched(handins: Mapping[str, Files], earlier: Mapping[str, Files] | None = None) -> Search:
    starter = sources(hw1().starter())
    search = Search(known_of([read_sources(starter).reading]))
    for name, files in handins.items():
        search.add(Side(name, name.partition("/")[0], True, read_sources(sources(files)).reading))
    for name, files in (earlier or {}).items():
        search.add(Side(name, name.partition("/")[0], False, read_sources(sources(files)).reading))
    search.prepare()
    return search


def found(handins: Mapping[str, Files], earlier: Mapping[str, Files] | None = None) -> list[Pair]:
    return searched(handins, earlier).pairs()


def made_of(**samples: str) -> dict[str, bytes]:
    """The starter with some files as samples of the problems have them."""
    bundles = {bundle.problem.slug: bundle for bundle in hw1().bundles}
    files = dict(hw1().starter())
    for part, sample in samples.items():
        slug = "batchnorm" if part == "hw1" else part
        files[PATHS[part]] = bundles[slug].sample(sample)[PATHS[part]]
    return files


def disguised(files: Files) -> dict[str, bytes]:
    """A copy with other names, comments and blanks, and its functions in another order."""
    return {path: _disguised(data.decode()).encode() for path, data in sources(files).items()}


def _disguised(text: str) -> str:
    names = set(re.findall(r"\bself\.(\w+)|\b(\w+) =|for (\w+) in", text))
    for name in sorted({each for found in names for each in found if len(each) > 2} - {"__init__"}):
        text = re.sub(rf"\b{name}\b", f"my_{name}", text)
    text = re.sub(r"(?m)#.*$", "", text).replace("\n\n", "\n\n    # my own work\n")
    head, *functions = re.split(r"(?m)^(?=    def )", text)
    return head.replace("    ", "\t") + "".join(reversed(functions))


def test_a_copy_with_other_names_comments_and_order_is_found():
    original = hw1().reference()
    [pair] = found(
        {"ada": original, "bob": disguised(original), "cy": made_of(batchnorm="feature-by-feature")}
    )
    assert {pair.left, pair.right} == {"ada", "bob"}
    assert pair.strength > 0.85


def test_a_copied_file_in_a_handin_of_ones_own_is_found():
    own = PLAIN
    copy = {**TIDY, "hw1/hw1.py": disguised(own)["hw1/hw1.py"]}
    [pair] = found({"ada": own, "bob": copy})
    assert pair.longest > 100


def test_solutions_that_were_written_apart_are_not_found():
    loops = made_of(
        batchnorm="feature-by-feature", linear="example-by-example", activations="element-by-element",
        loss="row-by-row",
    )  # fmt: skip
    usual = made_of(
        hw1="common-way", batchnorm="common-way", linear="common-way", activations="common-way",
        loss="common-way", mc="worked-out",
    )  # fmt: skip
    names = made_of(
        batchnorm="other-names", linear="bias-as-an-extra-weight", loss="sums-from-the-end", mc="common-way"
    )
    handins = {
        "reference": hw1().reference(),
        "loops": loops,
        "usual": usual,
        "names": names,
        "plain": PLAIN,
        "tidy": TIDY,
    }
    assert found(handins) == []


def test_starter_code_alone_never_matches():
    starter = hw1().starter()
    search = searched({"ada": starter, "bob": disguised(starter), "cy": starter})
    assert search.pairs() == []
    reading = read_sources(sources(starter)).reading
    assert Document.of(reading, search.known).own == 0


def test_starter_code_does_not_count_in_a_copy():
    own = made_of(batchnorm="common-way")
    [pair] = found({"ada": own, "bob": own})
    whole = len(read_sources(sources(own)).reading.codes)
    assert pair.tokens < whole / 2
    assert (pair.left_share, pair.right_share) == (1, 1)


def test_what_does_not_parse_is_compared_all_the_same():
    original = hw1().reference()
    broken = {path: data + b"\ndef broken(:\n  '''" for path, data in disguised(original).items()}
    assert len(found({"ada": original, "bob": broken})) == 1


def test_handins_of_earlier_semesters_are_compared_with_new_ones_alone():
    copy = hw1().reference()
    pairs = found({"ada": copy}, {"old": disguised(copy), "older": copy})
    assert {(pair.left, pair.right) for pair in pairs} == {("ada", "old"), ("ada", "older")}


def test_nobody_is_compared_with_themselves():
    assert found({"ada/2": hw1().reference()}, {"ada/1": hw1().reference()}) == []


def test_what_too_many_hold_is_commonplace_as_starter_code_is():
    holders = COMMONPLACE_AT_LEAST + 1
    copy = hw1().reference()
    assert len(found({f"s{n}": copy for n in range(holders - 1)})) == (holders - 1) * (holders - 2) / 2
    everybody = searched({f"s{n}": copy for n in range(holders)})
    assert len(everybody.commonplace) > 0
    assert everybody.pairs() == []


def test_a_padded_copy_is_as_strong_as_the_bare_one():
    copy = made_of(batchnorm="common-way")
    padding = b"".join(
        b"def f%d(a): return [a[%d:], a ** %d][a %% 2 or a < 3]\n" % (n, n, n) for n in range(400)
    )
    padded = {**copy, PATHS["loss"]: copy[PATHS["loss"]] + padding}
    [pair] = found({"ada": copy, "bob": padded})
    assert pair.left_share > 0.9
    assert pair.strength == pair.left_share > pair.right_share


def test_matches_never_overlap_and_say_the_same():
    one = Document.of(read_sources(sources(hw1().reference())).reading, np.zeros(0, np.uint64))
    other = Document.of(read_sources(disguised(hw1().reference())).reading, np.zeros(0, np.uint64))
    regions = matches(one, other)
    for begin in ("left", "right"):
        places = sorted((getattr(match, begin), match.length) for match in regions)
        assert all(at + length <= after for (at, length), (after, _) in pairwise(places))
    assert all(match.length >= K for match in regions)


@pytest.mark.parametrize("documents", [[], [[]], [[1], [2]]])
def test_an_index_of_nothing_shared_finds_nobody(documents):
    index = Index.of([np.array(each, np.uint64) for each in documents])
    assert index.shared_by(np.array([1, 2], np.uint64)).sum() == 0
    assert len(index.commonplace) == 0
