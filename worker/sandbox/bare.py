"""The weaker box, asked for by name: a process of its own, limits and deadlines, and no isolation at all.

For machines whose kernel offers no namespaces, and for handins that one trusts: a child sees the
machine's files and network, and other processes of the same user. It honours every limit that a
process can set for itself.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

import graders
from graders.box import BoxTask, Event
from graders.errors import SandboxFault
from graders.wire import encode_task
from worker.sandbox.gpus.desk import GpuDesk
from worker.sandbox.gpus.environment import gpu_environment
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.reading import Child, Exit, watch

ENVIRONMENT = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
CPU_SLACK = 10
"""Seconds of processor time beyond all steps' wall time: starting Python, and torch, takes some."""

_CHILD = Path(__file__).with_name("bare_child.py")
_ENGINE = Path(graders.__file__).parents[1]


class BareSandbox:
    """Runs each task in a fresh process of its runtime's Python; runtimes: name → that Python."""

    kind = "bare"

    def __init__(self, runtimes: Mapping[str, Path], gpus: Sequence[Gpu] = ()) -> None:
        self._runtimes = runtimes
        self._gpus = GpuDesk(gpus)

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task and yield its events; raises SandboxFault when the process cannot be started."""
        if task.runtime not in self._runtimes:
            raise SandboxFault(
                f"This machine has no runtime {task.runtime!r}; it has {sorted(self._runtimes)}."
            )
        with ExitStack() as stack:
            folder = Path(tempfile.mkdtemp(prefix="allclose-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            message = stack.enter_context(tempfile.TemporaryFile())
            message.write(encode_task(task))
            message.seek(0)
            gpu = stack.enter_context(self._gpus.one()) if task.device == "cuda" else None
            environment = ENVIRONMENT | (gpu_environment(gpu) if gpu else {})
            yield from watch(task, self._start(task, folder, message, environment, stack))

    def _start(
        self,
        task: BoxTask,
        folder: Path,
        message: BinaryIO,
        environment: Mapping[str, str],
        stack: ExitStack,
    ) -> Child:
        frames, frames_end = _pipe(stack)
        output, output_end = _pipe(stack)
        cpu_seconds = sum(step.wall_seconds for step in task.steps) + CPU_SLACK
        process = subprocess.Popen(
            [self._runtimes[task.runtime], "-I", "-B", _CHILD, *_arguments(task, frames_end, cpu_seconds)],
            stdin=message,
            stdout=output_end,
            stderr=output_end,
            pass_fds=(frames_end,),
            cwd=folder,
            env={**environment, "HOME": str(folder), "TMPDIR": str(folder)},
            start_new_session=True,
        )
        os.close(frames_end)
        os.close(output_end)
        started = _Process(process)
        ended = os.pidfd_open(process.pid)
        stack.callback(os.close, ended)
        return Child(frames, output, ended, started.kill, started.wait, cpu_seconds)


def _arguments(task: BoxTask, frames_end: int, cpu_seconds: float) -> list[str]:
    """What bare_child.py is told; memory is not limited where a GPU's driver reserves address space."""
    memory_mb = 0 if task.device == "cuda" else task.limits.memory_mb
    numbers = (frames_end, memory_mb, task.limits.files_mb, round(cpu_seconds))
    return [str(_ENGINE), task.device, *map(str, numbers)]


def _pipe(stack: ExitStack) -> tuple[int, int]:
    """A pipe whose read end is closed with the stack."""
    read_end, write_end = os.pipe()
    stack.callback(os.close, read_end)
    return read_end, write_end


class _Process:
    """A started process, the leader of a session of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def kill(self) -> None:
        """Kill it and the processes it has started, unless it has been waited for."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self) -> Exit:
        """Wait for its end."""
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return Exit(status, usage.ru_utime + usage.ru_stime)
