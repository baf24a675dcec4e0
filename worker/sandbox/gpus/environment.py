"""What a box with a GPU finds in its environment until it is sealed, and where the driver's libraries are."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from worker.sandbox.gpus.find import Gpu

_ASK = (
    "import ctypes; ctypes.CDLL('libcuda.so.1'); "
    "print(next(line.split()[-1] for line in open('/proc/self/maps') if 'libcuda.so' in line))"
)


def gpu_environment(gpu: Gpu) -> dict[str, str]:
    """For an interpreter that is to have this GPU and no other."""
    return SETTINGS | {"CUDA_VISIBLE_DEVICES": gpu.name, "LD_LIBRARY_PATH": driver_folder()}


SETTINGS = {
    # cuBLAS repeats itself only with a workspace of a fixed size.
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
    # 19 bits in place of 32 would be within nobody's tolerance.
    "NVIDIA_TF32_OVERRIDE": "0",
    # There is no home folder to keep compiled kernels in.
    "CUDA_CACHE_DISABLE": "1",
}


@cache
def driver_folder() -> str:
    """The folder of the driver's libraries, found as the loader finds them; "" where there is no driver."""
    asked = [sys.executable, "-I", "-S", "-c", _ASK]
    found = subprocess.run(asked, capture_output=True, text=True)
    return str(Path(found.stdout.strip()).parent) if found.returncode == 0 else ""
