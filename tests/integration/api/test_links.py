"""What workers fetch, and what nobody else can: links that are forged, expired, replayed, bent."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from httpx2 import Response

from api.blobs import digest_of
from api.db.base import utc_now
from api.db.models import Assignment, Role
from api.gradings import service
from api.kits import service as kits
from graders.handin import Handin
from graders.job import GradeJob, KitJob
from graders.told import Begun, Settled
from tests.integration.api.homework import LINEAR, report
from tests.integration.api.house import House
from tests.integration.api.service_house import LEASE, Recording, worker


@pytest.fixture
def recording(house: House) -> Recording:
    return Recording(house)


def given_out(house: House, recording: Recording) -> GradeJob:
    house.course(LINEAR)
    house.person("ada@x.edu", Role.STUDENT).hand_in()
    recording.enter(worker())
    (job,) = recording.feed()
    assert isinstance(job, GradeJob)
    return job


def ask(house: House, url: str, method: str = "GET", **more: object) -> Response:
    parts = urlsplit(url)
    return house.client.request(method, f"{parts.path}?{parts.query}", **more)  # type: ignore[arg-type]


def bent(url: str, **changes: object) -> str:
    parts = urlsplit(url)
    said = dict(parse_qsl(parts.query)) | {name: str(value) for name, value in changes.items()}
    return parts._replace(query=urlencode(said)).geturl()


def test_a_worker_fetches_the_handin_and_the_bundle_without_any_account(
    house: House, recording: Recording
) -> None:
    job = given_out(house, recording)
    assert Handin.unpack(ask(house, job.handin.url).content).digest == job.handin.digest
    bundle = job.items[0].bundle
    assert digest_of(ask(house, bundle.url).content) == bundle.digest


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "0" * 64},
        {"signature": "ß"},
        {"until": 2_000_000_000},
        {"number": 2},
        {"id": "another"},
        {"purpose": "prove"},
    ],
    ids=str,
)
def test_a_link_that_was_bent_is_refused(house: House, recording: Recording, changes: dict[str, str]) -> None:
    answer = ask(house, bent(given_out(house, recording).handin.url, **changes))
    assert (answer.status_code, answer.json()["detail"]) == (403, "We did not make this link.")


def test_a_link_to_one_file_is_none_to_another(house: House, recording: Recording) -> None:
    job = given_out(house, recording)
    other = job.handin.url.replace(job.handin.digest, job.items[0].bundle.digest)
    assert ask(house, other).status_code == 403


def test_an_expired_link_is_refused(house: House) -> None:
    recording = Recording(house, lease=timedelta(seconds=-5))
    job = given_out(house, recording)
    answer = ask(house, job.handin.url)
    assert (answer.status_code, answer.json()["detail"]) == (403, "This link has expired.")


def test_a_link_that_is_replayed_once_its_attempt_is_over_is_refused(
    house: House, recording: Recording
) -> None:
    job = given_out(house, recording)
    assert ask(house, job.handin.url).status_code == 200
    recording.hear(
        Begun(job.about, "w1", job.attempts),
        Settled(job.about, job.attempts[0], report(LINEAR, job.items[0])),
    )
    answer = ask(house, job.handin.url)
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "The attempt that this link was made for is over.",
    )


def test_the_link_of_an_attempt_that_ran_out_is_refused_while_the_next_ones_is_good(
    house: House, recording: Recording
) -> None:
    first = given_out(house, recording)
    with house.database.writing() as session:
        service.sweep(session, utc_now() + 2 * LEASE)
    (second,) = recording.feed()
    assert isinstance(second, GradeJob)
    assert ask(house, first.handin.url).status_code == 403
    assert ask(house, second.handin.url).status_code == 200


def test_a_link_without_all_its_words_is_no_link(house: House, recording: Recording) -> None:
    assert ask(house, f"/objects/{given_out(house, recording).handin.digest}?").status_code == 422


def kit_asked_for(house: House, recording: Recording) -> KitJob:
    house.course(LINEAR)
    with house.database.writing() as session:
        kits.ask(session, session.query(Assignment).one())
    recording.enter(worker())
    (job,) = recording.feed()
    assert isinstance(job, KitJob)
    return job


def test_a_worker_puts_the_starter_kit_where_students_find_it_once(
    house: House, recording: Recording
) -> None:
    job = kit_asked_for(house, recording)
    assert ask(house, job.put, "PUT", content=b"the kit").status_code == 204
    with house.database.reading() as session:
        digest = session.query(Assignment).one().kit_digest
    assert digest is not None
    assert house.blobs.get(digest) == b"the kit"
    assert ask(house, job.put, "PUT", content=b"another kit").status_code == 403


def test_a_kit_is_put_by_its_own_link_only(house: House, recording: Recording) -> None:
    job = kit_asked_for(house, recording)
    assert ask(house, job.put.replace(job.attempt.id, "another"), "PUT", content=b"x").status_code == 403
    assert ask(house, bent(job.bundles[0].url), "PUT", content=b"x").status_code == 405
