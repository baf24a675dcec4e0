"""Which GPUs are found, which are chosen, and that each is handed out to one task at a time."""

import os
import threading

import pytest

from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.desk import GpuDesk
from worker.sandbox.gpus.find import Gpu, choose_gpus, find_gpus, read_list

PLAIN = """\
GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-11111111-aaaa-bbbb-cccc-000000000000)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-22222222-aaaa-bbbb-cccc-000000000000)
"""
SLICED = """\
GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-11111111-aaaa-bbbb-cccc-000000000000)
  MIG 3g.20gb     Device  0: (UUID: MIG-33333333-aaaa-bbbb-cccc-000000000000)
  MIG 1g.5gb      Device  1: (UUID: MIG-44444444-aaaa-bbbb-cccc-000000000000)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-22222222-aaaa-bbbb-cccc-000000000000)
"""
FIRST, SECOND = (f"GPU-{digit * 8}-aaaa-bbbb-cccc-000000000000" for digit in "12")


def names(listed):
    return [gpu.name[:8] for gpu in read_list(listed, {})]


def nvidia_smi(folder, monkeypatch, script):
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_every_gpu_of_the_list_is_found_with_its_device_files():
    first, second = read_list(PLAIN, {FIRST: 3})

    assert (first.name, second.name) == (FIRST, SECOND)
    assert first.nodes[:3] == ("/dev/nvidia3", "/dev/nvidiactl", "/dev/nvidia-uvm")
    assert second.nodes[0] == "/dev/nvidia1"  # its place in the list, where the driver does not say


def test_a_gpu_that_is_cut_up_is_handed_out_in_slices():
    assert names(SLICED) == ["MIG-3333", "MIG-4444", "GPU-2222"]


def test_a_machine_without_the_driver_has_no_gpu_and_says_why(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    found, why = find_gpus()
    assert found == ()
    assert "no nvidia-smi here" in why
    assert choose_gpus("auto") == ()
    with pytest.raises(BoxUnavailable, match=r"no GPU GPU-9: it has none\. There is no nvidia-smi"):
        choose_gpus("GPU-9")


@pytest.mark.parametrize(
    ("script", "why"),
    [("exit 9", "see that the driver is loaded"), ("echo No devices found", "No devices found")],
)
def test_a_driver_that_finds_no_gpu_is_told(tmp_path, monkeypatch, script, why):
    nvidia_smi(tmp_path, monkeypatch, script)

    assert why in find_gpus()[1]


def test_a_gpu_whose_device_files_are_missing_is_not_offered(tmp_path, monkeypatch):
    gone = PLAIN.replace("GPU 0:", "GPU 97:").splitlines()[0]
    nvidia_smi(tmp_path, monkeypatch, f"echo '{gone}'")

    found, why = find_gpus()
    assert found == ()
    assert "/dev/nvidia97" in why
    assert "nvidia-modprobe" in why


def test_none_is_chosen_where_none_is_wanted():
    assert choose_gpus("none") == ()


def test_without_a_gpu_a_task_is_told_how_to_mend_it():
    with pytest.raises(BoxUnavailable, match=r"no GPU.*doctor.*ALLCLOSE_GPUS"), GpuDesk([]).one():
        pass


@pytest.mark.parametrize("desks", [1, 2], ids=["of one worker", "of two workers"])
def test_a_gpu_serves_one_task_at_a_time(desks):
    gpu = Gpu(f"GPU-test-{os.getpid()}")
    stands = [GpuDesk([gpu]) for _ in range(desks)]
    inside, most, served = [], [], []

    def have(desk):
        with desk.one() as one:
            inside.append(one)
            most.append(len(inside))
            served.append(one)
            threading.Event().wait(0.02)
            inside.pop()

    threads = [threading.Thread(target=have, args=(stands[number % desks],)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert served == [gpu] * 6
    assert max(most) == 1


def test_what_a_grading_asks_meanwhile_uses_the_gpu_that_it_has():
    gpu = Gpu(f"GPU-nested-{os.getpid()}")
    desk = GpuDesk([gpu])
    had = []

    def grade():
        with desk.one() as handin, desk.one() as judge:
            had.append((handin, judge))
        with desk.one() as again:
            had.append(again)

    # Not as a part of this thread: one that waits for itself would hold the whole test run up.
    grading = threading.Thread(target=grade, daemon=True)
    grading.start()
    grading.join(10)

    assert had == [(gpu, gpu), gpu]
