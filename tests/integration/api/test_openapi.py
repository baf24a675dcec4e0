"""The description of the API, and the API held to it by requests that nobody would think of."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.db.models import Role
from api.db.session import Database
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House

BOUNDED = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)


def operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for path in description["paths"].values() for each in path.values()]


def test_every_operation_has_a_name_a_group_and_a_summary(house: House) -> None:
    described = operations(house.client.get("/api/v1/openapi.json").json())
    assert len(described) > 20
    assert max(Counter(each["operationId"] for each in described).values()) == 1
    assert all(each["tags"] and each["summary"] and each["description"] for each in described)


def test_every_refusal_is_described_as_problem_details(house: House) -> None:
    for each in operations(house.client.get("/api/v1/openapi.json").json()):
        for status, response in each["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"]


def test_everything_but_signing_in_may_be_refused_to_strangers(house: House) -> None:
    open_to_all = {"is_alive", "is_ready", "choose_password"}
    for each in operations(house.client.get("/api/v1/openapi.json").json()):
        assert ("401" in each["responses"]) is (each["operationId"] not in open_to_all)


@pytest.fixture
def patient(database: Database, tmp_path: Path) -> Iterator[House]:
    """A server that answers however many ask: a refusal for haste would hide all others."""
    many = 1_000_000
    with House(
        database,
        tmp_path / "data",
        requests_per_minute=many,
        changes_per_minute=many,
        uploads_per_minute=many,
    ) as house:
        yield house


def test_no_request_breaks_the_server_or_its_description(patient: House) -> None:
    house = patient
    house.course(LINEAR)
    prof = house.person("prof@x.edu", Role.INSTRUCTOR)
    prof.hand_in()
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", house.app)
    tried = Counter[str]()
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.endswith("/events"):
            continue

        @BOUNDED
        @given(case=operation.as_strategy())
        def ask(case: Case) -> None:
            response = case.call(headers={"Authorization": f"Bearer {prof.token}"})
            tried[case.operation.label] += 1
            case.validate_response(response, checks=CHECKS)

        ask()
    assert len(tried) >= 20


@pytest.mark.parametrize("name", ["docs", "redoc"])
def test_no_page_with_foreign_scripts_is_served(house: House, name: str) -> None:
    assert house.client.get(f"/{name}").status_code == 404
