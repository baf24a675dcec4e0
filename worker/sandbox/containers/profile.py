"""The filter of system calls as a profile that Docker reads.

It comes from the same tables as every other box's filter, with what an interpreter needs to start: a
container is under it from its first instruction, and what runs a handin loads the whole filter over it.
`deploy/docker/seccomp.json` is what this module prints, for sites that start containers by other means;
`seccomp-gpu.json` is what it prints when it is asked for `gpu`.
"""

import errno
import json
import sys

from worker.sandbox.namespaces.filter import ALLOWED, ALLOWED_WITH, REFUSED, STARTING, STARTING_GPU

ARCHITECTURES = [
    {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
    {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
]
"""Without the 32-bit ones that Docker's own profile adds: a call by their numbers is refused."""


def profile(gpu: bool = False) -> dict[str, object]:
    """The profile, as Docker's `--security-opt seccomp=` takes it; gpu: for containers that have one."""
    lifted = set((STARTING_GPU if gpu else STARTING).split())
    refused = set(REFUSED.split()) - lifted
    conditions = [
        _rule([name], "SCMP_ACT_ALLOW", position, value)
        for name, (position, values) in sorted(ALLOWED_WITH.items())
        if name not in lifted
        for value in values
    ]
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": errno.ENOSYS,
        "archMap": ARCHITECTURES,
        "syscalls": [
            {"names": sorted({*ALLOWED.split(), *lifted}), "action": "SCMP_ACT_ALLOW"},
            {"names": sorted(refused), "action": "SCMP_ACT_ERRNO", "errnoRet": errno.EPERM},
            *conditions,
        ],
    }


def _rule(names: list[str], action: str, position: int, value: int) -> dict[str, object]:
    argument = {"index": position, "value": value, "valueTwo": 0, "op": "SCMP_CMP_EQ"}
    return {"names": names, "action": action, "args": [argument]}


def profile_text(gpu: bool = False) -> str:
    """The profile as the file holds it."""
    return json.dumps(profile(gpu), indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(profile_text(gpu=sys.argv[1:] == ["gpu"]))
