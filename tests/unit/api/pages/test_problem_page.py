"""The page of a problem: for staff, with versions and what the newest one's proof found."""

import re

import msgspec
import pytest

from api.db.base import utc_now
from api.db.models import AttemptState, BundleVersion, Proof
from api.problems import repository
from graders.proof import Finding
from graders.proof import Proof as Findings
from tests.fixtures.site import ASSIGNMENT, STUDENT, TEACHER, Site, furnished, site
from tests.unit.api.pages.test_whole_pages import HOSTILE, assert_harmless

__all__ = ["furnished", "site"]

PAGE = "/problems/11-785/linear"


def prove(site: Site, *findings: Finding, state: AttemptState = AttemptState.DONE) -> None:
    """Give the problem a newer version with a proof that found this."""
    with site.database.writing() as session:
        problem = repository.of_the_server(session, "linear")
        assert problem
        first = repository.numbered(session, problem.id, 1)
        assert first
        kept = {name: getattr(first, name) for name in ("title", "runtime", "device", "points", "text")}
        version = BundleVersion(problem=problem, number=2, digest="1" * 64, **kept)
        passed = all(finding.passed for finding in findings)
        told = Findings(
            "linear", "Linear layer", version.digest, "numpy", "cpu", "namespaces", (7, 8), passed, findings
        )
        version.proof = Proof(
            state=state,
            passed=passed if state is AttemptState.DONE else None,
            settled_at=utc_now(),
            findings_json=msgspec.json.encode(told).decode() if findings else None,
        )
        session.add(version)


FINDINGS = (
    Finding("reference", True, "earns all 4 points on 2 seeds."),
    Finding("misconceptions.bias-forgotten", True, "loses forward on 2 seeds."),
    Finding("samples.blank", False, "samples.blank earns 1 point where problem.toml says `earns = 0`."),
    Finding(
        "tolerance.forward",
        True,
        "9.2 decades above noise, 5.2 below bias-forgotten.",
        {"noise": 1e-9, "decades_above_noise": 9.23, "decades_below_nearest": 5.2},
    ),
)


def test_the_newest_proof_is_a_table_with_the_room_around_each_tolerance(site: Site) -> None:
    prove(site, *FINDINGS)
    text = site.client(TEACHER).get(PAGE).text
    assert "Proof of version 2" in text
    assert "It is not proved: samples.blank earns 1 point" in text
    assert "1 to mend" in text
    assert "where problem.toml says <code>earns = 0</code>" in text
    row = r'(?s)<th scope="row">forward</th>\s*<td><svg.*?</td>\s*<td class="number">9\.2</td>'
    assert re.search(row, text)
    assert '<td class="number">5.2</td>' in text
    assert 'href="/problems/11-785/linear?version=1"' in text
    assert "style=" not in text


def test_an_older_version_is_shown_when_asked_for(site: Site) -> None:
    prove(site, *FINDINGS)
    text = site.client(TEACHER).get(f"{PAGE}?version=1").text
    assert "Proof of version 1" in text
    assert "no proof of it is kept here" in text
    assert "9.2" not in text
    assert site.client(TEACHER).get(f"{PAGE}?version=3").status_code == 404


def test_a_proof_on_its_way_says_so_and_looks_again(site: Site) -> None:
    prove(site, state=AttemptState.QUEUED)
    text = site.client(TEACHER).get(PAGE).text
    assert "Its proof waits for a worker" in text
    assert '<meta http-equiv="refresh" content="5">' in text


@pytest.mark.parametrize(("who", "status"), [(STUDENT, 403), (TEACHER, 200)])
def test_staff_alone_see_it_and_find_it_from_the_assignment(site: Site, who: str, status: int) -> None:
    client = site.client(who)
    assert client.get(PAGE).status_code == status
    assert (f'href="{PAGE}"' in client.get(ASSIGNMENT).text) is (status == 200)
    assert client.get("/problems/11-785/no-such").status_code == (404 if status == 200 else 403)
    assert client.get("/problems/other/linear").status_code == 404


def test_nothing_that_an_instructor_wrote_can_act(site: Site) -> None:
    prove(site, Finding(f"samples.{HOSTILE}", False, HOSTILE), Finding(HOSTILE, False, HOSTILE))
    assert_harmless(site.client(TEACHER).get(PAGE).text)
