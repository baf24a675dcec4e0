"""What docker-compose.yml promises, read as Compose reads it."""

import re

import pytest

from tests.unit.deploy.containers.composed import ROOT, composed, services

OURS = {"api", "recorder", "migrate"}
WORKERS = {"worker", "worker-gpu"}
STORES = {"postgres", "redis", "objects"}


@pytest.fixture(params=sorted(OURS | WORKERS | STORES))
def service(request):
    return services()[request.param]


def test_it_names_these_services_and_no_other():
    assert set(services()) == OURS | WORKERS | STORES
    assert services()["worker-gpu"]["profiles"] == ["gpu"]


def test_a_root_cannot_be_written_and_what_can_be_is_bounded(service):
    assert service["read_only"] is True
    assert all("size=" in mount for mount in service["tmpfs"])


def test_nobody_is_root_or_can_become_it(service):
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "no-new-privileges:true" in service["security_opt"]


def test_nothing_of_the_machine_is_lent(service):
    assert not {"privileged", "pid", "ipc", "network_mode", "devices", "userns_mode", "cgroup"} & set(service)
    assert [mount["type"] for mount in service.get("volumes", ())] in ([], ["volume"])


def test_every_service_is_bounded_and_so_are_its_logs(service):
    assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])


def test_what_runs_is_looked_after_and_started_again():
    for name, service in services().items():
        once = name == "migrate"
        assert service["restart"] == ("no" if once else "unless-stopped")
        assert service["healthcheck"].get("disable", False) is once
        assert once or service["healthcheck"]["test"]
        assert once or service["stop_grace_period"]


def test_images_are_pinned_by_tag_and_every_name_can_be_overridden():
    variables = dict(re.findall(r"image: \$\{(\w+):-([^}]+)\}", (ROOT / "docker-compose.yml").read_text()))
    assert len(variables) == 6
    for image in variables.values():
        assert re.fullmatch(r"[\w./-]+:\d[\w.-]*", image), image
    assert {service["image"] for service in services().values()} == set(variables.values())

    mine = {name: f"registry.example/{name.lower()}:7" for name in variables}
    assert {service["image"] for service in services(**mine).values()} == set(mine.values())


def test_only_the_api_is_published_and_only_to_this_machine():
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}

    assert list(published) == ["api"]
    assert [port["host_ip"] for port in published["api"]] == ["127.0.0.1"]


def test_workers_and_the_database_share_no_network():
    networks = {name: set(service["networks"]) for name, service in services().items()}

    assert networks["worker"] == networks["worker-gpu"] == {"work"}
    assert networks["postgres"] == {"backend"}
    assert {name for name, of in networks.items() if "work" in of} == WORKERS | OURS | {"redis", "objects"}
    # No way to the world but the api's.
    internal = {name for name, network in composed()["networks"].items() if network.get("internal")}
    assert internal == {"work", "backend"}
    assert {name for name, of in networks.items() if of - internal} == {"api"}


@pytest.mark.parametrize("name", sorted(WORKERS))
def test_a_worker_knows_the_broker_and_no_other_secret(name):
    worker = services()[name]

    assert [secret["source"] for secret in worker["secrets"]] == ["allclose_broker"]
    assert not [key for key in worker["environment"] if re.search("DATABASE|SECRET|KEY|PG", key)]


@pytest.mark.parametrize("name", sorted(WORKERS))
def test_a_worker_may_make_boxes_under_our_own_profile(name):
    assert services()[name]["security_opt"] == [
        "no-new-privileges:true",
        "seccomp:deploy/docker/seccomp-worker.json",
        "apparmor:unconfined",
        "systempaths=unconfined",
    ]


def test_nobody_else_leaves_dockers_own_profiles():
    for name in OURS | STORES:
        assert services()[name]["security_opt"] == ["no-new-privileges:true"]


def test_no_secret_is_in_the_environment():
    secret = re.compile("PASSWORD|SECRET|_KEY|BROKER|DATABASE")
    for service in services().values():
        told = service.get("environment") or {}
        open_to_all = {key for key, value in told.items() if not value.startswith("/run/secrets/")}
        assert [key for key in open_to_all if secret.search(key)] == []


def test_the_schema_is_made_before_the_api_and_the_recorder_start():
    for name in ("api", "recorder"):
        assert services()[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services()["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_a_worker_that_is_stopped_has_longer_than_it_takes_to_finish():
    for name in WORKERS:
        minutes, seconds = re.fullmatch(r"(\d+)m(\d+)s", services()[name]["stop_grace_period"]).groups()
        drain = int(services()[name]["environment"]["ALLCLOSE_DRAIN_SECONDS"])
        assert 60 * int(minutes) + int(seconds) >= drain + 30
