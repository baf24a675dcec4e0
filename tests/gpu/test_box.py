"""What a handin can do, and cannot, in a box that has a GPU."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from graders.box import End
from tests.boxes import Told, task
from tests.runtimes import runtime_python
from worker.sandbox.gpus.find import find_gpus
from worker.sandbox.open import OpenSandbox, open_sandbox

pytestmark = pytest.mark.skipif(not find_gpus()[0], reason=find_gpus()[1])


@pytest.fixture(scope="module")
def boxes() -> Iterator[OpenSandbox]:
    with open_sandbox("namespaces", {"torch": runtime_python("torch")}) as sandbox:
        yield sandbox


def ask(boxes: OpenSandbox, source: str, **options: int) -> Told:
    asked = task(f"import os, torch\n{source}", wall=30, **options)
    return Told(list(boxes.run(replace(asked, runtime="torch", device="cuda"))))


def test_a_handin_has_one_gpu_exact_and_repeatable(boxes):
    told = ask(
        boxes,
        "def answer():\n"
        "  print(torch.cuda.device_count(), torch.are_deterministic_algorithms_enabled())\n"
        "  print(torch.get_float32_matmul_precision(), torch.backends.cudnn.benchmark, dict(os.environ))",
    )

    assert told.printed == "1 True\nhighest False {}\n"


def test_more_of_the_gpus_memory_than_the_limit_is_an_exception_of_the_student(boxes):
    told = ask(boxes, "def answer(): torch.ones(1 << 30, device='cuda')", memory_mb=1024)

    assert (told.raised, told.ended.how) == ("OutOfMemoryError", End.DONE)


def test_memory_of_the_gpu_within_the_limit_can_be_had(boxes):
    told = ask(boxes, "def answer(): print(torch.ones(64 << 20, device='cuda').sum().item())", memory_mb=1024)

    assert told.printed == f"{float(64 << 20)}\n"


def test_nothing_of_a_task_is_left_on_the_gpu_for_the_next(boxes):
    fills = "def answer(): torch.full((64 << 20,), 7.0, device='cuda')"
    finds = "def answer(): print(torch.empty(64 << 20, device='cuda').eq(7.0).any().item())"

    assert ask(boxes, fills, memory_mb=1024).ended.how == End.DONE
    assert ask(boxes, finds, memory_mb=1024).printed == "False\n"
