"""However a handin ends, its report says how: a plain error, or the end that the kernel or the clock saw."""

import time
from dataclasses import replace

import pytest

from graders.box import Began, End, Ended, Loading, Withheld
from graders.hearing import DeadlyImports, hear
from tests.boxes import ask, task


@pytest.mark.parametrize(
    "bomb",
    [
        "np.ones(10**10)",
        "[bytearray(10**7) for _ in range(10**6)]",
        "[[] for _ in range(10**9)]",
        "'x' * 10**10",
        "2 ** 10**11",
    ],
)
def test_a_memory_bomb_is_a_clean_memory_error(sandbox, bomb):
    told = ask(sandbox, f"import numpy as np\ndef answer(): {bomb}", memory_mb=256)

    assert (told.raised, told.ended.how) == ("MemoryError", End.DONE)


@pytest.mark.parametrize(
    "bomb",
    [
        "[os.pipe() for _ in range(10**5)]",
        "open('/tmp/large', 'wb').write(bytes(10**8))",
        "open('/dev/shm/large', 'wb').write(bytes(10**8))",
        "open('/tmp/sparse', 'wb').truncate(10**12)",
        "[os.mkdir(str(number)) for number in range(10**6)]",
    ],
)
def test_too_many_files_are_a_clean_os_error(sandbox, bomb):
    told = ask(sandbox, f"import os\ndef answer(): {bomb}", files_mb=8)

    assert (told.raised, told.ended.how) == ("OSError", End.DONE)


@pytest.mark.parametrize(
    ("deed", "how", "detail"),
    [
        ("os._exit(0)", End.EXIT, "exit status 0"),
        ("os._exit(7)", End.EXIT, "exit status 7"),
        ("ctypes.string_at(0)", End.SIGNAL, "SIGSEGV"),
        ("os.abort()", End.SIGNAL, "SIGSEGV"),  # process 1 ignores SIGABRT, and abort() then falls over
    ],
)
def test_the_kernel_says_how_a_process_ended(sandbox, deed, how, detail):
    told = ask(sandbox, f"import ctypes, os\ndef answer(): {deed}", steps=3)

    assert (told.ended.how, told.ended.step, told.ended.detail) == (how, 0, detail)
    assert told.sent == []


def test_last_words_past_python_are_kept(sandbox):
    told = ask(sandbox, "import os\ndef answer(): os.write(2, b'oh no'); os._exit(3)")

    assert told.ended.output == "oh no"


def test_a_step_that_does_not_end_is_ended(sandbox):
    started = time.monotonic()
    told = ask(sandbox, "import time\ndef answer(): time.sleep(1000)", wall=0.5)

    assert (told.ended.how, told.ended.step) == (End.WALL, 0)
    assert time.monotonic() - started < 20


def test_each_step_has_its_own_time(sandbox):
    told = ask(sandbox, "import time\ndef answer(): time.sleep(0.5)", steps=4, wall=1.5)

    assert told.ended.how == End.DONE


def test_printing_past_python_is_bounded(sandbox):
    told = ask(sandbox, "import os\ndef answer():\n  while True: os.write(1, b'x' * 9999)", printed_mb=1)

    assert told.ended.how == End.PRINTED
    assert len(told.ended.output) < 10_000


def test_printing_without_end_ends_with_the_step(sandbox):
    told = ask(sandbox, "def answer():\n  while True: print('x' * 9999)", printed_mb=1, wall=1)

    assert told.ended.how in {End.WALL, End.PRINTED}
    assert len(told.printed) <= 1 << 20


def test_an_answer_too_large_is_withheld(sandbox):
    told = ask(sandbox, "import numpy as np\ndef answer(): return np.ones(10**7)", answer_mb=8)

    assert [event.kind for event in told.events if isinstance(event, Withheld)] == ["gigantic"]
    assert told.sent == []


def test_a_large_handin_has_as_much_room_as_a_small_one(sandbox):
    small = task("def answer(): open('/tmp/new', 'wb').write(bytes(7 << 20))", memory_mb=64, files_mb=8)
    folders = {f"data/{number}.txt": b"" for number in range(9000)}
    large = replace(small, files=small.files | folders | {"data.bin": bytes(64 << 20)})

    assert list(sandbox.run(large)) == list(sandbox.run(small))


def test_a_flood_of_frames_does_not_stop_the_clock(sandbox):
    flood = """
        import json, os, signal, struct
        said = {"kind": "exception", "type_name": "E", "message": "m" * 2000, "frames": []}
        said["frames"] = [["student.py", 1, "f" * 300, "s" * 600]] * 17
        header = json.dumps(said).encode()
        frame = struct.pack("<BxHII", 7, 0, len(header), 0) + header
        def answer():
            signal.setitimer(signal.ITIMER_REAL, 0)
            while True:
                rest = frame
                while rest: rest = rest[os.write(4, rest):]
        """
    started = time.monotonic()

    assert ask(sandbox, flood, wall=0.3).ended.how == End.WALL
    assert time.monotonic() - started < 15  # without a clock it would flood for ever; machines may be crowded


def test_a_handin_does_not_pay_for_the_time_that_its_listener_takes(sandbox):
    events = []
    for event in sandbox.run(task("import time\ndef answer(): time.sleep(0.4)", wall=0.8)):
        time.sleep(0.3)
        events.append(event)

    assert events[-1] == Ended(End.DONE)


def test_a_flood_of_imports_is_heard_quickly():
    begun, done = Loading(0, "a.py"), Loading(0, "b.py", done=True)
    started = time.monotonic()

    assert len(
        list(hear(iter([Began(0), *[begun] * 25_000, *[done] * 25_000, Ended(End.DONE)]), DeadlyImports()))
    )
    assert time.monotonic() - started < 20
