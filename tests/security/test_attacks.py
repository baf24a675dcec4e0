"""No attack reaches its goal, and the honest handin after it scores as ever."""

import os

import pytest

from tests.integration.worker.processes import eventually
from tests.security.attack import Attack
from tests.security.attacks import ATTACKS
from tests.security.canaries import standing_canaries
from tests.security.kinds import PLAYED, SERVED, Played
from tests.security.service import ServiceStage
from tests.security.trial import Stage, glimpse
from worker.sandbox.open import open_sandbox

SEEN = [attack for attack in ATTACKS if attack.bare]


def ids(played: Played) -> list[str]:
    return [f"{kind}-{attack.row}" for kind, attack in played]


@pytest.mark.parametrize(("stage", "attack"), PLAYED, ids=ids(PLAYED), indirect=["stage"])
def test_an_attack_on_a_box_reaches_nothing(stage: Stage, attack: Attack):
    assert list(stage.play(attack).through) == []


@pytest.mark.parametrize(("service", "attack"), SERVED, ids=ids(SERVED), indirect=["service"])
def test_an_attack_through_the_service_reaches_nothing(service: ServiceStage, attack: Attack):
    assert list(service.play(attack).through) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="some of these need root's rights to succeed without a box")
@pytest.mark.parametrize("attack", SEEN, ids=lambda attack: attack.row)
def test_the_same_attack_gets_through_where_there_is_no_box(runtimes, attack: Attack):
    with open_sandbox("bare", runtimes) as sandbox, standing_canaries() as canaries:
        reached = glimpse(sandbox, canaries, attack)
        # A process that was left may not have had its turn yet, in which it takes the name that tells of it.
        seen = reached or eventually(canaries.touched)
        canaries.sweep()

    assert seen


def test_the_families_are_all_there():
    assert len(ATTACKS) >= 90
    assert len({attack.row for attack in ATTACKS}) == len(ATTACKS)
