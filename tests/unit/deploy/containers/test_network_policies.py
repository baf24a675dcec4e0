"""Who reaches whom on Kubernetes: the policies, asked for each pair of ours."""

import ipaddress

import pytest

from tests.unit.deploy.containers.kustomized import KUBERNETES, built, find, pod

BASE = KUBERNETES / "base"
MANIFESTS = built(BASE)
POLICIES = [manifest for manifest in MANIFESTS if manifest["kind"] == "NetworkPolicy"]
PODS = {each["metadata"]["name"]: each for each in MANIFESTS if pod(each)}
OTHERS = {
    "kube-system": {"k8s-app": "kube-dns"},
    "ingress-nginx": {},
    "keda": {},
    "monitoring": {},
}
"""Namespaces of others, and what one of their pods is labelled with."""


def space(name):
    return PODS[name]["metadata"]["namespace"]


def labels(name):
    return pod(PODS[name])["metadata"]["labels"]


def selects(selector, found):
    """Whether a selector takes what has these labels."""
    assert set(selector) <= {"matchLabels", "matchExpressions"}
    for rule in selector.get("matchExpressions", ()):
        assert rule["operator"] == "In"
    return all(found.get(key) == value for key, value in selector.get("matchLabels", {}).items()) and all(
        found.get(rule["key"]) in rule["values"] for rule in selector.get("matchExpressions", ())
    )


def takes(peer, own, namespace, found):
    """Whether a peer of a policy in namespace `own` is a pod with these labels in `namespace`."""
    if "ipBlock" in peer:
        return False
    within = peer.get("namespaceSelector")
    here = namespace == own if within is None else selects(within, {"kubernetes.io/metadata.name": namespace})
    return here and selects(peer.get("podSelector", {}), found)


def allowed(direction, name, peer, port):
    """Whether pod `name` may talk with peer (namespace, labels) at a port, as far as its own policies say."""
    policies = [
        each["spec"]
        for each in POLICIES
        if each["metadata"]["namespace"] == space(name)
        and direction in each["spec"]["policyTypes"]
        and selects(each["spec"]["podSelector"], labels(name))
    ]
    assert policies, f"nothing bounds the {direction} of {name}"
    way = "from" if direction == "Ingress" else "to"
    return any(
        port in [each["port"] for each in rule["ports"]]
        and any(takes(other, space(name), *peer) for other in rule[way])
        for policy in policies
        for rule in policy.get(direction.lower(), ())
    )


def reaches(source, target, port):
    """Both must allow it: the source that it goes out, the target that it comes in."""
    return allowed("Egress", source, (space(target), labels(target)), port) and allowed(
        "Ingress", target, (space(source), labels(source)), port
    )


def test_every_policy_selects_something_and_every_peer_is_somebody():
    everybody = [(space(name), labels(name)) for name in PODS] + list(OTHERS.items())
    for policy in POLICIES:
        own = policy["metadata"]["namespace"]
        assert any(
            space(name) == own and selects(policy["spec"]["podSelector"], labels(name)) for name in PODS
        ), policy["metadata"]
        for way, direction in (("from", "ingress"), ("to", "egress")):
            for peer in (peer for rule in policy["spec"].get(direction, ()) for peer in rule[way]):
                assert "ipBlock" in peer or any(takes(peer, own, *each) for each in everybody), peer


def test_who_reaches_whom_and_nobody_else():
    ports = {"api": 8000, "redis": 6379, "recorder": 9100}
    pairs = {
        (source, target) for source in PODS for target, port in ports.items() if reaches(source, target, port)
    }
    assert pairs == {
        ("api", "redis"),
        ("recorder", "redis"),
        ("worker", "redis"),
        ("worker-gpu", "redis"),
        ("worker", "api"),
        ("worker-gpu", "api"),
    }


@pytest.mark.parametrize("name", sorted(PODS))
def test_everybody_may_ask_for_names(name):
    assert allowed("Egress", name, ("kube-system", OTHERS["kube-system"]), 53)


def test_figures_are_for_those_who_watch():
    watching = {
        (name, other)
        for name in PODS
        for other in OTHERS
        if allowed("Ingress", name, (other, OTHERS[other]), 9100)
    }
    assert watching == {
        ("recorder", "keda"),
        *((name, "monitoring") for name in ("api", "recorder", "worker", "worker-gpu")),
    }


def blocks(name):
    """The addresses outside of the cluster that a pod may reach: (port, network, exceptions)."""
    for policy in POLICIES:
        spec = policy["spec"]
        if policy["metadata"]["namespace"] == space(name) and selects(spec["podSelector"], labels(name)):
            for rule in spec.get("egress", ()):
                for block in (peer["ipBlock"] for peer in rule["to"] if "ipBlock" in peer):
                    for port in rule["ports"]:
                        yield port["port"], block


@pytest.mark.parametrize("name", ["worker", "worker-gpu"])
def test_a_worker_reaches_no_database_no_other_machine_and_not_the_clouds_credentials(name):
    found = list(blocks(name))
    assert [port for port, _ in found] == [443]
    except_for = [ipaddress.ip_network(each) for _, block in found for each in block["except"]]
    for address in ("169.254.169.254", "10.96.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"):
        assert any(ipaddress.ip_address(address) in network for network in except_for)


def test_only_the_server_reaches_postgres():
    reaching = {name for name in PODS if 5432 in [port for port, _ in blocks(name)]}
    assert reaching == {"api", "recorder", "migrate"}


def test_the_overlay_narrows_both_to_addresses():
    narrowed = [find(built(), "NetworkPolicy", name)["spec"]["egress"] for name in ("to-stores", "workers")]
    cidrs = [
        peer["ipBlock"]["cidr"]
        for rules in narrowed
        for rule in rules
        for peer in rule["to"]
        if "ipBlock" in peer
    ]
    assert cidrs
    assert all(cidr.endswith("/32") for cidr in cidrs)
