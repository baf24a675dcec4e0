"""torch on a GPU: exact, the same every time, and within its share of the memory.

A template never comes here, for CUDA does not survive a fork. A box that has a GPU does, once, before it is
sealed: what CUDA and its libraries read from files and the environment they read now, and what they have once
opened stays open.
"""

import sys
from types import ModuleType


class NoGpu(RuntimeError):
    """torch finds no GPU where the box has one."""


def start_gpu() -> None:
    """Start the GPU, if this runtime has torch. Raises NoGpu."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if torch.version.cuda is None:
        raise NoGpu("the runtime's torch is built without CUDA; make the runtime with one that is")
    if not torch.cuda.is_available():
        raise NoGpu(f"torch finds no GPU in the box: {_why_none(torch)}")
    be_exact(torch)
    _warm_up(torch)


def _why_none(torch: ModuleType) -> str:
    """What CUDA says of it: a driver that is too old, say, or a device that does not answer."""
    try:
        torch.cuda.init()
    except RuntimeError as refusal:
        return str(refusal).strip().partition("\n")[0]
    return "it was found a moment later"


def be_exact(torch: ModuleType) -> None:
    """Full precision, and the same result every time wherever torch knows how."""
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False


def bound_memory(size: int) -> None:
    """Let this process have so many bytes of the GPU's memory; more is torch's OutOfMemoryError."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        whole = torch.cuda.get_device_properties(0).total_memory
        torch.cuda.set_per_process_memory_fraction(min(1.0, size / whole), 0)


def _warm_up(torch: ModuleType) -> None:
    """Load the libraries that multiply, convolve and draw."""
    square = torch.ones(8, 8, device="cuda", requires_grad=True)
    (square @ square).exp().sum().backward()
    image, kernel = (torch.ones(1, 1, size, size, device="cuda") for size in (4, 3))
    torch.nn.functional.conv2d(image, kernel.requires_grad_()).sum().backward()
    torch.randn(2, device="cuda")
    torch.cuda.synchronize()
