"""Which GPUs and slices of GPUs this machine has, as NVIDIA's own tool lists them.

A slice (a MIG device) is handed out like a GPU of its own; a GPU that is cut up is not handed out whole.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from worker.sandbox.errors import BoxUnavailable

AUTO, NONE = "auto", "none"
_DRIVER = Path("/proc/driver/nvidia/gpus")
_SHARED = ("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools")
_CAPABILITIES = Path("/dev/nvidia-caps")
_GPU = re.compile(r"GPU (\d+): .*\(UUID: (GPU-[\w-]+)\)")
_SLICE = re.compile(r"\s+MIG .*\(UUID: (MIG-[\w/-]+)\)")
_LIST_SECONDS = 60


@dataclass(frozen=True)
class Gpu:
    """One that a task may have to itself. name: as CUDA_VISIBLE_DEVICES takes it. nodes: device files."""

    name: str
    nodes: tuple[str, ...] = ()


def choose_gpus(wanted: str) -> tuple[Gpu, ...]:
    """The GPUs that a setting asks for: "auto" for all there are, "none", or names with commas between.

    Raises BoxUnavailable for a name that this machine does not have.
    """
    if wanted == NONE:
        return ()
    listed, why = find_gpus()
    if wanted == AUTO:
        return listed
    known = {gpu.name: gpu for gpu in listed}
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    missing = [name for name in names if name not in known]
    if missing:
        raise BoxUnavailable(
            f"This machine has no GPU {', '.join(missing)}: it has {', '.join(known) or 'none'}. {why} "
            "Name what there is in ALLCLOSE_GPUS, or say auto or none.".replace("  ", " ")
        )
    return tuple(known[name] for name in names)


def find_gpus() -> tuple[tuple[Gpu, ...], str]:
    """All there are; where there is none, one sentence says why and how to mend it."""
    try:
        listed = subprocess.run(
            ["nvidia-smi", "-L"], capture_output=True, text=True, check=True, timeout=_LIST_SECONDS
        )
    except FileNotFoundError:
        return (), "There is no nvidia-smi here: where there is an NVIDIA GPU, install its driver."
    except (OSError, subprocess.SubprocessError) as problem:
        return (), f"nvidia-smi finds no GPU ({problem}): see that the driver is loaded."
    found = tuple(read_list(listed.stdout, dict(_minors(_DRIVER))))
    if not found:
        return (), f"nvidia-smi lists no GPU that a task could have: {listed.stdout.strip() or 'nothing'}."
    missing = [node for node in found[0].nodes if not Path(node).is_char_device()]
    if missing:
        mend = "run `nvidia-modprobe -u -c=0`, or lend them to the container"
        return (), f"{', '.join(missing)} must be device files here: {mend}."
    return found, ""


def read_list(listed: str, minors: dict[str, int]) -> Iterator[Gpu]:
    """What a list by `nvidia-smi -L` holds. minors: a GPU's name → the number of its device file."""
    for number, gpu, slices in _groups(listed.splitlines()):
        own = f"/dev/nvidia{minors.get(gpu, number)}"
        if not slices:
            yield Gpu(gpu, (own, *_SHARED[:2], *_there(_SHARED[2:])))
        for name in slices:
            capabilities = sorted(str(node) for node in _CAPABILITIES.glob("nvidia-cap*"))
            yield Gpu(name, (own, *_SHARED[:2], *_there(_SHARED[2:]), *capabilities))


def _groups(lines: Iterable[str]) -> list[tuple[int, str, list[str]]]:
    """Each GPU's number and name, and the names of its slices."""
    groups: list[tuple[int, str, list[str]]] = []
    for line in lines:
        if gpu := _GPU.match(line):
            groups.append((int(gpu[1]), gpu[2], []))
        elif (slice_ := _SLICE.match(line)) and groups:
            groups[-1][2].append(slice_[1])
    return groups


def _there(nodes: Iterable[str]) -> list[str]:
    return [node for node in nodes if Path(node).exists()]


def _minors(driver: Path) -> Iterator[tuple[str, int]]:
    """What the driver says of each GPU: its name and the number of its device file."""
    for told in sorted(driver.glob("*/information")):
        fields = dict(line.partition(":")[::2] for line in told.read_text(errors="replace").splitlines())
        name, minor = fields.get("GPU UUID", "").strip(), fields.get("Device Minor", "").strip()
        if name and minor.isdigit():
            yield name, int(minor)
