"""How a container is made, as Docker's API takes it: every wall that Docker can raise."""

import os
from dataclasses import dataclass
from typing import Any

from docker import APIClient
from docker.types import DeviceRequest, LogConfig, Ulimit

from worker.sandbox.containers.profile import profile_text
from worker.sandbox.gpus.environment import SETTINGS
from worker.sandbox.namespaces.inside.box import (
    CORE_DUMP,
    INODES,
    SHARED_INODES,
    SHARED_MEMORY,
    THREADS,
    WRITABLE,
)
from worker.sandbox.namespaces.launch import ENVIRONMENT
from worker.sandbox.namespaces.view import HARNESS, PACKAGES

LABEL = "allclose.box"
"""What tells our containers from others; its value is the number of the process that made one."""

_NOBODY = 65534
_SPARE_PROCESSES = 8
_MASKED = (
    *("/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/scsi"),
    *("/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/cmdline", "/proc/config.gz"),
    *("/proc/kallsyms", "/proc/modules", "/proc/partitions", "/proc/diskstats", "/proc/interrupts"),
    *("/proc/version", "/proc/version_signature", "/sys"),
)
"""What of the machine shows through /proc and /sys, beyond what Docker hides by itself.

Docker cannot do without a /proc; where the kernel has Landlock, a handin sees none of it all the same.
"""
_READ_ONLY = ("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger")

_GPU = {"NVIDIA_DRIVER_CAPABILITIES": "compute,utility"}
_START = (
    f"import site, sys; site.addsitedir('{PACKAGES}'); sys.path.append('{HARNESS}'); "
    "from worker.sandbox.namespaces.inside.contained import main; main()"
)


@dataclass(frozen=True)
class Size:
    """What a container is made for: bytes of memory of all its processes and files, and of files alone."""

    memory: int
    files: int


def create(api: APIClient, image: str, python: str, size: Size, runtime: str = "", gpu: str = "") -> str:
    """Create a container and return its identifier; it has not been started. gpu: one that it may have."""
    made = api.create_container(
        image,
        [python, "-I", "-S", "-B", "-c", _START],
        entrypoint=[],
        hostname="box",
        user=f"{_NOBODY}:{_NOBODY}",
        working_dir="/",
        environment=ENVIRONMENT | (_GPU | SETTINGS if gpu else {}),
        stdin_open=True,
        network_disabled=True,
        labels={LABEL: str(os.getpid())},
        host_config=_host_config(api, size, runtime, gpu),
    )
    return str(made["Id"])


def _host_config(api: APIClient, size: Size, runtime: str, gpu: str) -> dict[str, Any]:
    config: dict[str, Any] = api.create_host_config(
        network_mode="none",
        ipc_mode="private",
        read_only=True,
        tmpfs=_files(size.files),
        cap_drop=["ALL"],
        security_opt=["no-new-privileges:true", f"seccomp={profile_text(gpu=bool(gpu))}"],
        pids_limit=THREADS + _SPARE_PROCESSES,
        mem_limit=size.memory,
        memswap_limit=size.memory,
        oom_score_adj=1000,
        ulimits=[Ulimit(name="core", soft=CORE_DUMP, hard=CORE_DUMP), Ulimit(name="memlock", soft=0, hard=0)],
        log_config=LogConfig(type="none"),
        runtime=runtime or None,
        device_requests=[_request(gpu)] if gpu else None,
    )
    return config | {"MaskedPaths": list(_MASKED), "ReadonlyPaths": list(_READ_ONLY)}


def _request(gpu: str) -> DeviceRequest:
    """What NVIDIA's container toolkit makes the GPU's device files and the driver's libraries appear by."""
    return DeviceRequest(driver="nvidia", device_ids=[gpu], capabilities=[["gpu"]])


def _files(size: int) -> dict[str, str]:
    temporary, shared = WRITABLE
    owner = f"mode=700,uid={_NOBODY},gid={_NOBODY},nosuid,nodev,noexec"
    return {
        temporary: f"size={size},nr_inodes={INODES},{owner}",
        shared: f"size={SHARED_MEMORY},nr_inodes={SHARED_INODES},{owner}",
    }
