"""What a box with a GPU finds in its environment until it is sealed, and where the driver's libraries are."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from worker.sandbox.gpus.find import Gpu

_ASK = (
    "import ctypes, sys; ctypes.CDLL(sys.argv[1]); name = sys.argv[1].partition('.')[0]; "
    "print(next(line.split()[-1] for line in open('/proc/self/maps') if f'/{name}.so' in line))"
)
_DRIVER, _MANAGEMENT = "libcuda.so.1", "libnvidia-ml.so.1"
_SEARCHED = "LD_LIBRARY_PATH"

SETTINGS = {
    # cuBLAS repeats itself only with a workspace of a fixed size.
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
    # 19 bits in place of 32 would be within nobody's tolerance.
    "NVIDIA_TF32_OVERRIDE": "0",
    # There is no home folder to keep compiled kernels in.
    "CUDA_CACHE_DISABLE": "1",
}


def gpu_environment(gpu: Gpu) -> dict[str, str]:
    """For an interpreter that is to have this GPU and no other."""
    chosen = SETTINGS | {"CUDA_VISIBLE_DEVICES": gpu.name}
    # Only where the loader finds nothing by itself: what is named goes before the libraries that come with
    # torch, and a system's folder may hold another cuDNN.
    if _loaded(_DRIVER, "") != _loaded(_DRIVER, _searched()):
        chosen[_SEARCHED] = driver_folder()
    return chosen


def driver_folder() -> str:
    """The folder of the driver's libraries, found as the loader finds them; "" where there is no driver."""
    found = _loaded(_DRIVER, _searched())
    return str(Path(found).parent) if found else ""


def management_library() -> str:
    """The file of the library by which a GPU is watched and set (NVML); "" where there is none."""
    return _loaded(_MANAGEMENT, _searched())


def _searched() -> str:
    return os.environ.get(_SEARCHED, "")


@cache
def _loaded(library: str, searched: str) -> str:
    """The file that the loader takes for this library where it searches these folders first."""
    asked = [sys.executable, "-I", "-S", "-c", _ASK, library]
    found = subprocess.run(asked, capture_output=True, text=True, env={_SEARCHED: searched})
    return found.stdout.strip() if found.returncode == 0 else ""
