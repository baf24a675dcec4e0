"""Boxes that have a GPU, as far as they can be seen without one: a stand-in that has no device files."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graders.box import End, Ended
from graders.errors import SandboxFault
from tests.boxes import Told, task
from tests.runtimes import runtime_python
from worker.sandbox.bwrap_exec.sandbox import BwrapExecSandbox
from worker.sandbox.gpus import environment
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.open import Site, open_sandbox

ROOT = Path(__file__).parents[3]
STAND_IN = Gpu(f"GPU-stand-in-{os.getpid()}")


@pytest.fixture(scope="module")
def boxes(runtimes):
    with closing(BwrapExecSandbox(runtimes, ahead=1, gpus=[STAND_IN])) as sandbox:
        yield sandbox


@pytest.fixture
def pretended_driver(monkeypatch):
    """A folder that only the worker's environment names, with libraries of the driver's names in it."""
    mapped = Path("/proc/self/maps").read_text().splitlines()
    real = next(line.split()[-1] for line in mapped if "/libm.so" in line or "/libm-" in line)
    # Not where a box has files of its own.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        for name in ("libcuda.so.1", "libnvidia-ml.so.1"):
            shutil.copy(real, f"{folder}/{name}")
        monkeypatch.setenv("LD_LIBRARY_PATH", folder)
        yield Path(folder)


def ask_gpu(sandbox, source, **options):
    return Told(list(sandbox.run(replace(task(source, **options), device="cuda"))))


def test_a_task_for_a_gpu_runs_where_there_is_one(boxes):
    told = ask_gpu(boxes, "import numpy as np\ndef answer(): return np.ones(3)")

    assert told.ended == Ended(End.DONE)
    assert len(told.sent) == 1


def test_what_cuda_starts_with_is_hidden_from_the_handin(boxes):
    told = ask_gpu(
        boxes,
        """
        import os
        def answer():
            print(dict(os.environ))
            for place in ("/proc/self/environ", "/proc/1/maps", "/proc", "/sys", "/sys/devices", "/allclose"):
                try:
                    print(place, os.listdir(place) if os.path.isdir(place) else open(place, "rb").read())
                except OSError as refusal:
                    print(type(refusal).__name__)
        """,
    )

    assert told.printed.split("\n")[0] == "{}"
    assert set(told.printed.split()[1:]) == {"PermissionError"}


CALLS = ["socket.socket()", "os.memfd_create('x')", "os.fork()", "fcntl.ioctl(0, 0x5412, b'x')"]


@pytest.mark.parametrize("call", CALLS)
def test_what_cuda_may_do_to_start_a_handin_may_not(boxes, call):
    told = ask_gpu(boxes, f"import fcntl, os, socket\ndef answer(): {call}")

    assert told.raised in {"PermissionError", "BlockingIOError", "OSError"}


def test_address_space_is_as_large_as_a_driver_wants_it_and_memory_is_bounded(boxes):
    told = ask_gpu(
        boxes,
        """
        import resource, time
        import numpy as np
        def answer():
            print(resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY, flush=True)
            held = np.ones(64 << 20)
            time.sleep(20)
        """,
        memory_mb=256,
        wall=20,
    )

    assert told.printed == "True\n"
    assert (told.ended.how, told.ended.step) == (End.MEMORY, 0)


def test_memory_within_the_limit_can_be_had(boxes):
    told = ask_gpu(boxes, "import numpy as np\ndef answer(): return np.ones(16 << 20)[:1]", memory_mb=256)

    assert told.ended.how == End.DONE


@pytest.mark.torch
def test_a_torch_that_knows_no_cuda_is_our_fault_and_says_so():
    with (
        closing(BwrapExecSandbox({"torch": runtime_python("torch")}, ahead=0, gpus=[STAND_IN])) as sandbox,
        pytest.raises(SandboxFault, match=r"NoGpu: .*(built without CUDA|finds no GPU)"),
    ):
        list(sandbox.run(replace(task("def answer(): pass"), runtime="torch", device="cuda")))


def test_a_clone_of_a_template_never_gets_a_gpu(runtimes, monkeypatch):
    monkeypatch.setattr("worker.sandbox.open.choose_gpus", lambda _wanted: (STAND_IN,))
    with open_sandbox("namespaces", runtimes, Site()) as sandbox:
        assert (sandbox.on("cpu").kind, sandbox.on("cuda").kind) == ("namespaces", "bwrap-exec")
        assert sandbox.gpus == 1
        assert ask_gpu(sandbox, "def answer(): print('here')").printed == "here\n"


EXACT = """
import sys, torch
from graders.inside.gpu import be_exact
torch.backends.cudnn.benchmark = True
be_exact(torch)
print(torch.are_deterministic_algorithms_enabled(), torch.get_float32_matmul_precision())
print(torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark, torch.backends.cudnn.allow_tf32)
"""


@pytest.mark.torch
def test_torch_computes_in_full_precision_and_the_same_every_time():
    run = subprocess.run(
        [runtime_python("torch"), "-W", "error", "-c", EXACT], capture_output=True, text=True, cwd=ROOT
    )

    assert run.stdout.split() == ["True", "highest", "True", "False", "False"], run.stderr


LATER = """
import errno, socket, threading
from worker.sandbox.namespaces.filter import STARTING_GPU, build_filter
from worker.sandbox.namespaces.inside import kernel
kernel.forbid_new_privileges()
go, said = threading.Event(), []
def before():
    go.wait()
    try: said.append(socket.socket())
    except PermissionError: said.append("refused")
thread = threading.Thread(target=before)
thread.start()
kernel.load_filter(build_filter(), every_thread=True)
go.set()
thread.join()
print(said)
"""


def test_a_thread_that_a_library_has_started_is_filtered_too():
    run = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, cwd=ROOT)

    assert run.stdout == "['refused']\n", run.stderr


LIBRARIES = """
import ctypes
def answer():
    for name in ("libcuda.so.1", "libnvidia-ml.so.1"):
        try:
            print(name, ctypes.CDLL(name).cos is not None)
        except OSError as refusal:
            print(name, "cannot be loaded")
"""


def test_a_box_has_the_drivers_library_and_not_the_one_that_watches_it(runtimes, pretended_driver):
    with closing(BwrapExecSandbox(runtimes, ahead=0, gpus=[STAND_IN])) as sandbox:
        told = ask_gpu(sandbox, LIBRARIES)

    assert told.printed == "libcuda.so.1 True\nlibnvidia-ml.so.1 cannot be loaded\n"


def test_where_the_driver_is_found_without_help_nothing_goes_before_torchs_own_libraries(monkeypatch):
    monkeypatch.setattr(environment, "_loaded", lambda *_asked: "/usr/lib/somewhere/libcuda.so.580")

    assert environment.driver_folder() == "/usr/lib/somewhere"
    assert "LD_LIBRARY_PATH" not in environment.gpu_environment(STAND_IN)


def test_where_it_is_found_by_a_word_of_the_workers_the_box_is_told_the_word(pretended_driver):
    assert environment.gpu_environment(STAND_IN)["LD_LIBRARY_PATH"] == str(pretended_driver)
    assert environment.management_library() == str(pretended_driver / "libnvidia-ml.so.1")
