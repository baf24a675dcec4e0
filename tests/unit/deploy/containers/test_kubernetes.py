"""What the manifests promise, as the example overlay makes them."""

import re
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from api.db.session import Database
from api.metrics.lines import Class, LineFigures
from tests.unit.deploy.containers.composed import services
from tests.unit.deploy.containers.kustomized import KUBERNETES, built, containers, find, pod

MANIFESTS = built()
SERVER = ("api", "recorder", "migrate")
WORKERS = ("worker", "worker-gpu")
WITH_PODS = [manifest for manifest in MANIFESTS if pod(manifest)]
NATIVE = [manifest for manifest in MANIFESTS if not manifest["apiVersion"].startswith("keda.sh/")]


def name_of(manifest):
    return f"{manifest['kind']}/{manifest['metadata'].get('namespace', '')}/{manifest['metadata']['name']}"


def running(name):
    """What runs pods under this name, a Service or a policy aside."""
    (found,) = (each for each in WITH_PODS if each["metadata"]["name"] == name)
    return found


every_pod = pytest.mark.parametrize("manifest", WITH_PODS, ids=name_of)


@pytest.mark.parametrize("manifest", NATIVE, ids=name_of)
def test_every_manifest_is_what_kubernetes_knows_and_has_no_other_field(manifest):
    kubernetes_validate.validate(manifest, "1.37", strict=True)


def test_every_file_of_the_folders_is_used():
    for folder in (KUBERNETES / "base", *(KUBERNETES / "overlays").iterdir()):
        told = yaml.safe_load((folder / "kustomization.yaml").read_text())
        used = {*told["resources"], *(patch["path"] for patch in told.get("patches", ()))}
        assert {path.name for path in folder.iterdir()} - {"kustomization.yaml"} == used - {"../../base"}


def test_these_run_and_no_other():
    assert {each["metadata"]["name"] for each in WITH_PODS} == {*SERVER, *WORKERS, "redis"}


@every_pod
def test_nobody_is_root_or_can_become_it(manifest):
    spec = pod(manifest)["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] > 0
    assert spec["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC", "serviceAccountName"} & set(spec)
    for container in containers(manifest):
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"] is True
        assert own["allowPrivilegeEscalation"] is False
        assert own["capabilities"] == {"drop": ["ALL"]}
        assert not {"privileged", "runAsUser", "runAsNonRoot"} & set(own)


@every_pod
def test_only_a_worker_leaves_what_is_every_containers(manifest):
    spec = pod(manifest)["spec"]
    if manifest["metadata"]["name"] not in WORKERS:
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert manifest["metadata"]["namespace"] == "allclose"
        return
    assert spec["hostUsers"] is False
    profile = spec["securityContext"]["seccompProfile"]
    assert profile == {"type": "Localhost", "localhostProfile": "allclose/seccomp-worker.json"}
    assert profile["localhostProfile"] in (KUBERNETES / "README.md").read_text()
    assert [each["securityContext"]["procMount"] for each in containers(manifest)] == ["Unmasked"]
    assert manifest["metadata"]["namespace"] == "allclose-workers"


def test_the_servers_namespace_takes_nothing_but_restricted_pods():
    labels = find(MANIFESTS, "Namespace", "allclose")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


@every_pod
def test_images_are_pinned_by_tag(manifest):
    for container in containers(manifest):
        assert re.fullmatch(r"[\w./-]+:\d[\w.-]*", container["image"])
        assert "imagePullPolicy" not in container


def test_the_overlay_names_every_image_of_ours_and_compose_runs_the_same_redis():
    images = {container["image"] for each in WITH_PODS for container in containers(each)}
    assert {image for image in images if not image.startswith("registry.example.edu/")} == {
        services()["redis"]["image"]
    }


@every_pod
def test_what_is_taken_of_a_node_is_bounded(manifest):
    for container in containers(manifest):
        assert {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert "memory" in container["resources"]["limits"]
    for volume in pod(manifest)["spec"]["volumes"]:
        assert "secret" in volume or "sizeLimit" in volume["emptyDir"]


@pytest.mark.parametrize("name", WORKERS)
def test_a_workers_namespace_has_no_secret_but_the_brokers(name):
    spec = pod(running(name))["spec"]
    items = [item["key"] for volume in spec["volumes"] for item in volume.get("secret", {}).get("items", ())]
    assert items == ["allclose_broker"]
    told = find_in("ConfigMap", "worker", "allclose-workers")["data"]
    told |= {each["name"]: each["value"] for each in containers(running(name))[0]["env"]}
    assert not [key for key in told if re.search("DATABASE|SECRET|PG|KEY", key)]


def test_every_secret_that_is_asked_for_is_drawn_or_kept_by_the_script():
    drawn = {Path(key).name for each in services().values() for key in map(str, _sources(each))}
    for manifest in WITH_PODS:
        for volume in pod(manifest)["spec"]["volumes"]:
            for item in volume.get("secret", {}).get("items", ()):
                assert item["key"] == item["path"]
                assert item["key"] in drawn


def _sources(service):
    return [secret["source"] for secret in service.get("secrets", ())]


def find_in(kind, name, namespace):
    return find([each for each in MANIFESTS if each["metadata"].get("namespace") == namespace], kind, name)


@pytest.mark.parametrize("name", ["api", "recorder", *WORKERS, "redis"])
def test_what_serves_is_looked_after_at_a_port_that_it_has(name):
    (container,) = containers(running(name))
    ports = {port["name"] for port in container["ports"]}
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        (how,) = (container[probe][kind] for kind in ("httpGet", "tcpSocket") if kind in container[probe])
        assert how["port"] in ports


def test_a_database_that_is_away_does_not_start_the_api_again():
    (api,) = containers(running("api"))
    assert api["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert api["livenessProbe"]["httpGet"]["path"] == "/healthz"


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_that_must_go_has_longer_than_it_takes_to_finish(name):
    drain = int(find_in("ConfigMap", "worker", "allclose-workers")["data"]["ALLCLOSE_DRAIN_SECONDS"])
    assert pod(running(name))["spec"]["terminationGracePeriodSeconds"] >= drain + 30
    find_in("PodDisruptionBudget", name, "allclose-workers")


@pytest.mark.parametrize("name", WORKERS)
def test_workers_are_scaled_by_what_waits_and_runs_and_nothing_else_counts_them(name):
    scaled = find(MANIFESTS, "ScaledObject", name)["spec"]
    assert scaled["scaleTargetRef"] == {"name": name}
    assert "replicas" not in running(name)["spec"]
    down = scaled["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]
    assert down["stabilizationWindowSeconds"] >= 300
    assert down["policies"] == [{"type": "Pods", "value": 1, "periodSeconds": 60}]
    counted = re.findall("[a-z]+", scaled["advanced"]["scalingModifiers"]["formula"])
    assert sorted(counted) == sorted(trigger["name"] for trigger in scaled["triggers"])


def test_one_more_worker_is_asked_for_when_one_has_its_hands_full():
    workers = find_in("ConfigMap", "worker", "allclose-workers")["data"]["ALLCLOSE_WORKERS"]
    scaled = find(MANIFESTS, "ScaledObject", "worker")["spec"]
    assert scaled["advanced"]["scalingModifiers"]["target"] == workers
    requests = containers(running("worker"))[0]["resources"]["requests"]
    assert requests["cpu"] == workers


def test_what_scales_workers_is_a_figure_that_the_recorder_has(tmp_path: Path):
    lines = LineFigures(Database(f"sqlite:///{tmp_path}/database"), lambda: None)
    figures = {figure.name for figure in lines.describe()}
    for name, held in (("worker", ("cpu", "numpy")), ("worker-gpu", ("cuda", "torch"))):
        for trigger in find(MANIFESTS, "ScaledObject", name)["spec"]["triggers"]:
            asked = re.fullmatch(r"(\w+)\{(.*)\}", trigger["metadata"]["valueLocation"])
            assert asked[1] in figures
            labels = dict(re.findall(r'(\w+)="(\w+)"', asked[2]))
            assert tuple(labels) == Class._fields
            assert Class(**labels) == ("grade", *held)


def test_figures_are_read_where_the_recorder_has_them():
    service = find(MANIFESTS, "Service", "recorder")
    address = f"http://{service['metadata']['name']}.{service['metadata']['namespace']}.svc:9100/metrics"
    triggers = [
        trigger["metadata"]
        for name in WORKERS
        for trigger in find(MANIFESTS, "ScaledObject", name)["spec"]["triggers"]
    ]
    assert {trigger["url"] for trigger in triggers} == {address}
    assert {trigger["format"] for trigger in triggers} == {"prometheus"}
    assert [port["port"] for port in service["spec"]["ports"]] == [9100]
