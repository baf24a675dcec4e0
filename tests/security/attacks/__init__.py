"""Every attack there is, family by family; SANDBOX's list of what a hostile handin tries is the outline."""

import platform

from tests.security.attack import Attack
from tests.security.attacks import (
    archives,
    cheats,
    clock,
    crashes,
    files,
    kernel,
    lies,
    memory,
    neighbours,
    network,
    next_job,
    secrets,
    tasks,
    tricks,
)

_MODULES = (
    memory,
    tasks,
    files,
    clock,
    crashes,
    lies,
    cheats,
    tricks,
    neighbours,
    secrets,
    next_job,
    network,
    kernel,
    archives,
)

ATTACKS: tuple[Attack, ...] = tuple(
    attack for module in _MODULES for attack in module.ATTACKS if attack.machine in ("", platform.machine())
)
