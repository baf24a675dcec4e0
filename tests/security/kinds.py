"""The kinds of box that attacks are played against, and how many of them in `make test`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.fixtures.docker import Dockerd, why_no_docker
from tests.security.attack import Attack
from tests.security.attacks import ATTACKS
from worker.sandbox.containers.site import MACHINES_OWN, DockerSite
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.open import ISOLATED

KINDS = ISOLATED

_FAMILIES = {attack.family: attack for attack in reversed(ATTACKS)}
_FIRST = tuple(reversed(_FAMILIES.values()))

THIRD = tuple(
    attack for number, attack in enumerate(ATTACKS) if number % 3 == 0 or attack is _FAMILIES[attack.family]
)
"""One of each family, and every third of the others."""

Played = tuple[tuple[str, Attack], ...]
PLAYED: Played = tuple(
    (kind, attack) for kind in KINDS for attack in (ATTACKS if kind == "namespaces" else _FIRST[::3])
)
"""What `make test` plays: everything against the default kind, one of every third family against the others,
whose boxes take longer to make. `make test-security` plays everything against every kind."""

SERVED: Played = tuple(
    (kind, attack) for kind in KINDS for attack in (THIRD if kind == "namespaces" else _FIRST[:1])
)
"""What `make test` plays through the whole service, which costs twice as much: of the default kind
a third."""


@contextmanager
def site_of(kind: str, runtimes: Mapping[str, Path]) -> Iterator[DockerSite]:
    """Where containers run while attacks are played against this kind. Raises BoxUnavailable."""
    if kind != "docker":
        yield MACHINES_OWN
        return
    if why := why_no_docker():
        raise BoxUnavailable(why)
    with Dockerd("shared").used(runtimes) as site:
        yield site
