"""What every kind of box promises (`graders.box.Sandbox`), asked of every kind."""

import resource
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from graders.arrays import read_array
from graders.box import Began, End, Ended, Finished, Loading, Printed, Sent, StudentFrame, Withheld
from graders.errors import GraderFault
from tests.boxes import ask, task
from tests.fixtures.docker import running
from tests.integration.worker.processes import eventually, holdings, holds_no_more_than, settled_holdings

ONE = "import numpy as np\ndef answer(): return np.ones(3)"
PIPES = """
import os, stat, time
def answer():
    for fd in range(3, 1000):
        try:
            if stat.S_ISFIFO(os.fstat(fd).st_mode): {what}
        except OSError: pass
    time.sleep(60)
"""
NAMED = """
import ctypes, time
def answer():
    ctypes.CDLL(None).prctl(15, b"{name}", 0, 0, 0)
    print("named", flush=True)
    time.sleep(60)
"""


def living(name):
    """The processes of this machine that have called themselves so, and have not ended."""
    found = []
    for comm in Path("/proc").glob("[0-9]*/comm"):
        try:
            pid = int(comm.parent.name)
            found += [pid] * (comm.read_text().strip() == name and running(pid))
        except OSError:
            continue  # it ended while we looked
    return found


def test_a_child_tells_what_its_steps_answer_in_order(any_box):
    told = ask(any_box, "import numpy as np\nprint('hello')\ndef answer(): return np.arange(3)", steps=2)

    assert read_array(told.sent[0].npy).tolist() == [0, 1, 2]
    assert told.events == [
        *(Began(0), Loading(0, "student.py"), Printed(0, "hello\n"), Loading(0, "student.py", done=True)),
        *(told.sent[0], Finished(0), Began(1), told.sent[1], Finished(1)),
        Ended(End.DONE),
    ]


def test_an_exception_ends_its_step_and_no_other(any_box):
    told = ask(any_box, "def answer():\n    return [][7]", steps=2)

    raised = [event for event in told.events if getattr(event, "frames", ())]
    assert [event.step for event in raised] == [0, 1]
    assert raised[0].frames == (StudentFrame("student.py", 2, "answer", "return [][7]"),)
    assert told.ended == Ended(End.DONE)


def test_a_loop_is_stopped_at_its_wall_time_and_located(any_box):
    told = ask(any_box, "def answer():\n    while True:\n        pass", steps=2, wall=3)

    assert told.raised == "TimeoutError"
    assert told.ended == Ended(End.WALL, 0, "ran longer than 3 seconds")


def test_wall_time_is_each_steps_own(any_box):
    told = ask(any_box, "import time\ndef answer(): time.sleep(0.6)", steps=3, wall=1)

    assert told.ended.how == End.DONE


@pytest.mark.parametrize(
    ("source", "how", "detail"),
    [
        ("import os\ndef answer(): os._exit(3)", End.EXIT, "exit status 3"),
        ("import ctypes\ndef answer(): ctypes.string_at(0)", End.SIGNAL, "SIGSEGV"),
        ("import os\ndef answer():\n  while True: os.write(1, b'x' * 65536)", End.PRINTED, "more than 1 MB"),
        ("def answer():\n  while True: print('x' * 65536)", End.WALL, "2 seconds"),
        (PIPES.format(what="os.write(fd, b'?' * 99)"), End.NONSENSE, "unknown kind 63"),
    ],
)
def test_an_early_end_has_a_name(any_box, source, how, detail):
    told = ask(any_box, source, steps=2, wall=2, printed_mb=1)

    assert (told.ended.how, told.ended.step) == (how, 0)
    assert detail in told.ended.detail


def test_an_answer_larger_than_allowed_ends_the_child_before_it_is_kept(any_box):
    head = "struct.pack('<BxHII', 5, 0, 0, 1 << 31)"
    source = f"import struct\n{PIPES.format(what=f'os.write(fd, {head})')}"
    told = ask(any_box, source, answer_mb=1)

    assert (told.ended.how, told.ended.detail) == (End.ANSWER, "answered with more than 1 MB")


def test_a_child_that_closes_its_channel_is_ended_on_its_own_account(any_box):
    told = ask(any_box, PIPES.format(what="os.close(fd)"), wall=2)

    assert told.ended.how in (End.NONSENSE, End.WALL, End.EXIT)


def test_the_last_words_past_python_are_kept(any_box):
    told = ask(any_box, "import os\ndef answer(): os.write(2, b'\\x1b[31mfree(): invalid'), os._exit(1)")

    assert told.ended == Ended(End.EXIT, 0, "exit status 1", "free(): invalid")


def test_a_crash_hands_its_memory_to_no_program_of_the_machine(any_box):
    # Where the machine's core pattern is a program, it gets a dump at every limit but 1, 0 included.
    told = ask(any_box, "import resource\ndef answer(): print(resource.getrlimit(resource.RLIMIT_CORE))")

    _, ours = resource.getrlimit(resource.RLIMIT_CORE)
    lowered = ours == 0 and any_box.kind != "docker"  # nobody can lift that again; the doctor says so
    assert told.printed == ("(0, 0)\n" if lowered else "(1, 1)\n")


def test_memory_beyond_the_limit_is_an_exception_of_the_student(any_box):
    told = ask(any_box, "import numpy as np\ndef answer(): return np.ones(10**9)", memory_mb=256)

    assert (told.raised, told.ended) == ("MemoryError", Ended(End.DONE))


def test_memory_within_the_limit_can_be_had(any_box):
    told = ask(any_box, "import numpy as np\ndef answer(): return np.ones(24 << 20)[:1]", memory_mb=256)

    assert (told.raised, told.ended) == ("", Ended(End.DONE))


def test_one_file_cannot_grow_past_the_limit(any_box):
    told = ask(any_box, "def answer():\n  with open('f', 'wb') as f: f.write(bytes(9 << 20))", files_mb=4)

    assert told.raised == "OSError"


@pytest.mark.parametrize(
    "many", ["open(f'{n}', 'wb').write(bytes(1 << 20))", "open(f'{n}', 'w').close()", "os.mkdir(f'{n}')"]
)
def test_many_files_fill_their_own_box_and_nothing_else(box, many):
    source = f"""
        import os
        def answer():
            for n in range(10**6):
                {many}
    """
    told = ask(box, source, files_mb=4)

    assert told.raised == "OSError"
    assert "No space left" in told.events[-2].message


def test_large_handins_and_large_answers_travel_whole(any_box):
    source = """
        import numpy as np
        from pathlib import Path
        def answer(): return np.frombuffer(Path("large.bin").read_bytes(), "uint8").repeat(4)
    """
    content = bytes(range(256)) * (8 << 12)
    asked = replace(task(source), files={"student.py": dedent(source).encode(), "large.bin": content})
    events = list(any_box.run(asked))

    (sent,) = [event for event in events if isinstance(event, Sent)]
    assert read_array(sent.npy)[::4].tobytes() == content
    assert events[-1] == Ended(End.DONE)


def test_an_answer_beyond_the_limit_is_withheld(any_box):
    told = ask(any_box, "import numpy as np\ndef answer(): return np.ones(1 << 18)", answer_mb=1)

    assert [event.kind for event in told.events if isinstance(event, Withheld)] == ["gigantic"]


def test_random_numbers_come_from_the_steps_seed(any_box):
    source = """
        import random
        import numpy as np
        def answer(): return np.array([random.random(), np.random.rand()])
    """
    first, again, other = (ask(any_box, source, seed=seed).sent[0].npy for seed in (5, 5, 6))

    assert first == again != other


def test_nothing_of_one_job_is_found_by_the_next(any_box):
    leaves = """
        import builtins, numpy as np, os, sys
        def answer():
            open("/tmp/left", "w").close()
            open("left", "w").close()
            builtins.left = np.left = sys.left = True
            os.environ["LEFT"] = "1"
    """
    finds = """
        import builtins, numpy as np, os, sys
        def answer():
            modules = [hasattr(module, "left") for module in (builtins, np, sys)]
            print(modules, "LEFT" in os.environ, os.path.exists("left"))
    """
    assert ask(any_box, leaves).ended.how == End.DONE
    assert ask(any_box, finds).printed == "[False, False, False] False False\n"
    Path("/tmp/left").unlink(missing_ok=True)  # bare has the machine's own


def test_closing_the_events_kills_the_child(any_box):
    name = f"job-{any_box.kind[:6]}"
    with closing(any_box.run(task(NAMED.format(name=name), wall=60))) as events:
        assert any(isinstance(event, Printed) for event in events)
        assert len(living(name)) == 1

    assert eventually(lambda: living(name) == [], seconds=2)


def test_jobs_at_the_same_time_keep_apart(any_box):
    def own(number):
        told = ask(any_box, f"import numpy as np\ndef answer(): return np.full(1000, {number})")
        return read_array(told.sent[0].npy).tolist() == [number] * 1000

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(own, range(12)))


def test_closing_a_sandbox_leaves_nothing(any_box, open_box):
    before = settled_holdings()
    with open_box(any_box.kind) as sandbox:
        assert ask(sandbox, ONE).ended.how == End.DONE

    assert eventually(lambda: holds_no_more_than(before)), (before, holdings())


def test_a_closed_sandbox_takes_no_job(box, open_box):
    with open_box(box.kind) as sandbox:
        ask(sandbox, ONE)

    with pytest.raises((GraderFault, RuntimeError)):
        ask(sandbox, ONE)


def test_a_runtime_that_is_not_there_is_our_fault_and_named(any_box):
    with pytest.raises(GraderFault, match=r"no runtime 'jax'.*numpy"):
        list(any_box.run(replace(task(ONE), runtime="jax")))
