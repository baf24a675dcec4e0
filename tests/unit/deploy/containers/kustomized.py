"""The manifests of an overlay as Kustomize would print them, for the few of its words that ours use.

An unknown word fails: what is not understood here would not be tested.
"""

import copy
from pathlib import Path
from typing import Any

import yaml

from tests.unit.deploy.containers.composed import ROOT

Manifest = dict[str, Any]
KUBERNETES = ROOT / "deploy" / "kubernetes"
EXAMPLE = KUBERNETES / "overlays" / "example"
WORDS = {"apiVersion", "kind", "resources", "images", "replicas", "patches"}


def built(folder: Path = EXAMPLE) -> list[Manifest]:
    """All manifests of a folder with a kustomization.yaml."""
    told = yaml.safe_load((folder / "kustomization.yaml").read_text())
    assert set(told) <= WORDS, f"teach tests/unit/deploy/containers/kustomized.py {set(told) - WORDS}"
    manifests = [manifest for name in told["resources"] for manifest in _resource(folder / name)]
    for patch in told.get("patches", ()):
        assert set(patch) == {"path"}
        _patch(manifests, yaml.safe_load((folder / patch["path"]).read_text()))
    for replicas in told.get("replicas", ()):
        find(manifests, "Deployment", replicas["name"])["spec"]["replicas"] = replicas["count"]
    names = {image["name"]: f"{image['newName']}:{image['newTag']}" for image in told.get("images", ())}
    for container in (each for manifest in manifests for each in containers(manifest)):
        container["image"] = names.get(container["image"].partition(":")[0], container["image"])
    return manifests


def find(manifests: list[Manifest], kind: str, name: str) -> Manifest:
    """The one of this kind and name."""
    (found,) = (each for each in manifests if (each["kind"], each["metadata"]["name"]) == (kind, name))
    return found


def pod(manifest: Manifest) -> Manifest | None:
    """The template of its pods, where it has any."""
    template: Manifest | None = manifest.get("spec", {}).get("template")
    return template


def containers(manifest: Manifest) -> list[Manifest]:
    """Every container of its pods, those that come first among them."""
    spec = (pod(manifest) or {}).get("spec", {})
    return [*spec.get("initContainers", ()), *spec.get("containers", ())]


def _resource(path: Path) -> list[Manifest]:
    return built(path) if path.is_dir() else list(yaml.safe_load_all(path.read_text()))


def _patch(manifests: list[Manifest], patch: Manifest) -> None:
    of = [each for each in manifests if _identity(each) == _identity(patch)]
    assert len(of) == 1, f"{_identity(patch)} is patched and there are {len(of)}"
    _merge(of[0], patch)


def _identity(manifest: Manifest) -> tuple[str, ...]:
    metadata = manifest["metadata"]
    return manifest["apiVersion"], manifest["kind"], metadata.get("namespace", ""), metadata["name"]


def _merge(into: Manifest, patch: Manifest) -> None:
    for key, value in patch.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = copy.deepcopy(value)
