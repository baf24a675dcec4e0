"""What an exercise may count on, shown in real children."""

from collections.abc import Mapping

import numpy as np
import pytest

from graders.answer import Answer
from graders.box import BoxTask, End, Ended, Exercise, StudentFrame
from graders.box import Step as BoxStep
from graders.hearing import DeadlyImports, hear
from graders.problem import Limits
from tests.runtimes import runtime_python
from worker.sandbox.bare import BareSandbox

FILES = {
    "mytorch/activation.py": """
import numpy as np
class ReLU:
    def __call__(self, x):
        x[x < 0] = 0
        return x
""",
    "mytorch/loss.py": "from activation import *\nrelu = ReLU\n",
    "hw1/hw1.py": "import sys\nsys.path.append('mytorch')\nfrom loss import *\n",
    "hw1/package.py": "from mytorch.activation import ReLU\n",
    "hw1/random.py": "answer = 42\n",
    "hw1/broken.py": "x = (1,\n",
    "hw1/needs.py": "import torchvision_of_tomorrow\n",
    "hw1/wide.py": "x = 1\ny = 2\n".encode("utf-16").decode("latin-1"),
    "hw1/leaves.py": "import sys\nsys.exit(3)\n",
    "hw1/spin.py": "def spin():\n    while True:\n        pass\n",
    "hw1/data.txt": "7\n",
}


def answers(
    exercise: str,
    *checks: str,
    wall: float = 10.0,
    files: Mapping[str, str] = FILES,
    runtime: str = "numpy",
    seeds: int = 1,
    cases: tuple[str, ...] = (),
) -> list[Answer]:
    """What each check answers, all of them in one child."""
    task = BoxTask(
        runtime=runtime,
        device="cpu",
        files={path: text.encode() for path, text in files.items()},
        exercises={
            "p": Exercise(
                "import numpy as np\n" + exercise,
                ("mytorch", "hw1"),
                {"mytorch/activations.py": ("mytorch/activation.py",), "a.py": ("b.py", "c.py")},
                {"x.txt": b"given"},
            )
        },
        steps=tuple(BoxStep("p", check, 7, wall, seeds, cases) for check in checks),
        limits=Limits(),
    )
    return list(hear(BareSandbox({runtime: runtime_python(runtime)}).run(task), DeadlyImports()))


def answer(body: str, **options: float) -> Answer:
    """What one check answers whose function has this body."""
    (only,) = answers("def check(handin, rng):\n    " + body.replace("\n", "\n    "), "check", **options)  # type: ignore[arg-type]
    return only


def values(given: Answer) -> dict[str, object]:
    assert given.finished, given
    return {name: array.tolist() for (_, name), array in given.arrays.items()}


def test_files_find_each_other_flat_and_every_module_is_there_once():
    given = answer("""
activation, loss, hw1 = map(handin.load, ("mytorch/activation.py", "mytorch/loss.py", "hw1/hw1.py"))
same = activation.ReLU is loss.relu is hw1.ReLU is handin.load("mytorch/activations.py").ReLU
return {"same": np.array(same)}""")

    assert values(given) == {"same": True}


def test_a_file_that_was_imported_from_its_folder_is_the_same_too():
    given = answer("""
package = handin.load("hw1/package.py")
return {"same": np.array(package.ReLU is handin.load("mytorch/activation.py").ReLU)}""")

    assert values(given) == {"same": True}


def test_a_file_may_have_the_name_of_a_standard_module():
    given = answer("""
import random
return {"a": np.array(handin.load("hw1/random.py").answer), "b": np.array(callable(random.random))}""")

    assert values(given) == {"a": 42, "b": True}


def test_the_handin_lies_in_the_working_folder_and_given_data_in_hand():
    given = answer("""
import inspect
source = inspect.getsource(handin.load("mytorch/activation.py").ReLU)
number = int(open("hw1/data.txt").read())
return {"n": np.array(number), "s": np.array(source[:11]), "d": np.array(handin.data["x.txt"])}""")

    assert values(given) == {"n": 7, "s": "class ReLU:", "d": b"given"}


def test_an_input_that_is_written_into_is_named():
    given = answer("""
relu = handin.load("mytorch/activation.py").ReLU()
kept = np.array([-1.0, np.nan])
for name, array in (("x", kept), ("y", np.array([1.0, np.nan])), ("x", kept)):
    relu(handin.lend(name, array))
return {"kept": kept}""")

    assert given.changed == ("x",)
    assert given.arrays["", "kept"][0] == -1.0


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        ("load('mytorch/linear.py')", "missing-file", "MissingFile: mytorch/linear.py"),
        ("load('a.py')", "missing-file", "MissingFile: a.py (or b.py, c.py)"),
        ("load('mytorch/loss.py').L", "missing-name", "AttributeError: module 'loss' has no attribute 'L'"),
        ("load('hw1/broken.py')", "import", "SyntaxError: '(' was never closed"),
        ("load('hw1/needs.py')", "import", "ModuleNotFoundError: No module named 'torchvision_of_tomorrow'"),
        ("load('hw1/wide.py')", "import", "SyntaxError: null bytes; save the file as UTF-8 text"),
        ("load('hw1/leaves.py')", "import", "SystemExit: 3"),
        ("load('mytorch/activation.py').ReLU(1)", "exception", "TypeError: ReLU() takes no arguments"),
        (
            "load('mytorch/loss.py').relu.y",
            "exception",
            "AttributeError: type object 'ReLU' has no attribute 'y'",
        ),
        ("device", "exception", "TypeError: the exercise must return a dict of arrays, not str"),
    ],
)
def test_what_goes_wrong_is_told_apart(body: str, kind: str, said: str):
    raised = answer(f"return handin.{body}").raised

    assert raised
    assert (raised.kind, f"{raised.type_name}: {raised.message}") == (kind, said)


def test_a_loop_without_end_is_located():
    given = answer("handin.load('hw1/spin.py').spin()", wall=0.5)

    assert given.ended == Ended(End.WALL, 0, "ran longer than 0.5 seconds")
    assert given.raised
    assert given.raised.message == "still running after 0.45 seconds"
    assert given.raised.frames[0] in (
        StudentFrame("hw1/spin.py", 2, "spin", "while True:"),
        StudentFrame("hw1/spin.py", 3, "spin", "pass"),
    )


DRAW = """
def draw(handin, rng{case}):
    import random
    numbers = [rng.random(), random.random(), np.random.random()]
    return {answer}
def alone(handin, rng):
    return draw(handin, rng)
"""


def test_a_check_is_asked_for_every_case_on_every_seed_and_each_time_draws_anew():
    named = DRAW.format(case=", case", answer="{'numbers': np.array(numbers), 'case': np.array(case)}")
    (given,) = answers(named, "draw", seeds=2, cases=("a", "b"))
    (again,) = answers(named, "draw", seeds=2, cases=("a", "b"))

    rounds = ["a, seed 1", "b, seed 1", "a, seed 2", "b, seed 2"]
    assert list(given.arrays) == [(case, name) for case in rounds for name in ("numbers", "case")]
    assert [str(given.arrays[case, "case"]) for case in rounds] == ["a", "b", "a", "b"]
    drawn = np.array([given.arrays[case, "numbers"] for case in rounds])
    assert all(len(np.unique(column)) == 4 for column in drawn.T)
    np.testing.assert_array_equal(drawn, [again.arrays[case, "numbers"] for case in rounds])


def test_the_first_of_several_seeds_draws_what_an_only_one_would():
    plain = DRAW.format(case="", answer="{'inner': {'numbers': np.array(numbers)}}")
    (several,), (single,) = answers(plain, "draw", seeds=3), answers(plain, "draw")

    assert list(several.arrays) == [(f"inner, seed {number}", "numbers") for number in (1, 2, 3)]
    first = several.arrays["inner, seed 1", "numbers"]
    np.testing.assert_array_equal(first, single.arrays["inner", "numbers"])


def test_all_seeds_of_a_check_share_its_time():
    slow = "def slow(handin, rng):\n    import time; time.sleep(0.3)\n    return {'out': np.ones(1)}\n"
    (given,) = answers(slow, "slow", wall=0.7, seeds=5)

    assert given.ended == Ended(End.WALL, 0, "ran longer than 0.7 seconds")


LOOK = """
def look(handin, rng):
    import os, random, sys, warnings
    with np.errstate():
        state = [rng.random(), random.random(), np.random.random(), sum(map(len, np.geterr().values()))]
    state += [sys.getrecursionlimit(), len(sys.path), len(warnings.filters), os.path.exists("hw1/hw1.py")]
    print("heard")
    return {"state": np.array(state, dtype=float)}

def vandalize(handin, rng):
    import os, random, sys, warnings
    np.seterr(all="raise")
    warnings.simplefilter("error")
    sys.path.clear()
    os.chdir("/")
    sys.settrace(lambda *_: None)
    sys.stdout.close()
    sys.stderr = None
    random.random()
    rng.random(9)
    sys.setrecursionlimit(len(__import__("inspect").stack()) + 9)
    raise KeyboardInterrupt
"""


def test_a_check_finds_everything_as_if_it_were_the_first():
    before, vandal, after = answers(
        LOOK.replace("random.random = random.Random(5).random", ""), "look", "vandalize", "look"
    )

    assert vandal.raised
    assert vandal.raised.type_name == "KeyboardInterrupt"
    assert values(after) == values(before)
    assert after.printed == before.printed == "heard\n"


def test_inputs_are_drawn_as_a_bare_generator_draws_them():
    assert values(answer("return {'x': rng.random(3)}")) == {"x": np.random.default_rng(7).random(3).tolist()}


def test_files_that_cannot_be_written_are_the_reason_of_every_check():
    first, second = answers("def a(h, r): ...", "a", "a", files={"x" * 300 + ".py": ""})

    for given in (first, second):
        assert given.raised
        assert "File name too long" in given.raised.message


def test_warnings_are_printed_and_no_error():
    given = answer("return {'x': np.log(np.zeros(1))}")

    assert "RuntimeWarning: divide by zero" in given.printed
    assert values(given) == {"x": [-np.inf]}


TORCH = """
import torch

def look(handin, rng):
    weights = handin.load("net.py").Net().inner.weight
    return {"weights": weights.detach().numpy(), "grad": np.array(weights.exp().requires_grad)}

def vandalize(handin, rng):
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.rand(3)
"""
NET = """
import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = torch.nn.Linear(3, 2)
"""


@pytest.mark.torch
def test_torch_too_is_as_if_no_check_had_run_before():
    first, _, second = answers(TORCH, "look", "vandalize", "look", files={"net.py": NET}, runtime="torch")

    assert values(first) == values(second)
    assert second.arrays["", "weights"].dtype == np.float32
    assert second.arrays["", "grad"]
