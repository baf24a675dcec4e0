"""What a handin can pretend: that it ended, and nothing else."""

import pytest

from graders.box import End, Finished
from tests.boxes import ask


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


FORGE = """
import os, struct
def frame(kind, step, header=b"", body=b"", size=None):
    return struct.pack("<BxHII", kind, step, len(header), len(body) if size is None else size) + header + body
def answer():
    os.write(4, {forged})
    os._exit(0)
"""


@pytest.mark.parametrize(
    "forged",
    [
        "b'nonsense' * 100",
        "frame(9, 0)",  # done, with steps left
        "frame(1, 2)",  # a step out of order
        "frame(1, 0)",  # a step that began twice
        "frame(5, 0, b'{}')",  # an array without a name
        "frame(5, 0, b'[' * 60000)",
        "frame(4, 0, b'', b'x', size=2**32 - 1)",
        "frame(5, 0, b'', b'x', size=2**32 - 1)",
        "frame(200, 0)",
    ],
)
def test_forged_frames_are_nonsense_or_harmless(sandbox, forged):
    told = ask(sandbox, FORGE.format(forged=forged), steps=2)

    assert told.ended.how in {End.NONSENSE, End.PRINTED, End.ANSWER}
    assert not any(isinstance(event, Finished) for event in told.events)


def test_a_closed_channel_is_no_answer(sandbox):
    told = ask(sandbox, "import os\ndef answer(): os.close(4)")

    assert told.ended.how != End.DONE
    assert told.sent == []


def test_printing_what_looks_like_a_score_is_printing(sandbox):
    told = ask(sandbox, 'def answer(): print(\'{"scores": {"check": 100}}\')')

    assert told.printed == '{"scores": {"check": 100}}\n'
