"""The dashboard and the alerts speak of figures and labels that there are."""

import json
import re
from itertools import combinations
from typing import Any

import pytest
import yaml

from deploy.settings import ROOT
from tests.unit.deploy.promql import NotPromQL, read
from tests.unit.deploy.test_figures import ROW, TABLES

DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana/allclose.json").read_text())
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
TARGETS = [target for panel in PANELS for target in panel.get("targets", ())]
EVERYWHERE = {"job", "instance"}
"""Labels that Prometheus itself gives."""


def figures() -> dict[str, set[str]]:
    """Every series that can be asked for, and its labels."""
    found = {}
    for name, kind, labels in ROW.findall(TABLES):
        named = set(labels.split(", ")) - {""}
        found[name] = named
        if kind == "histogram":
            del found[name]
            found |= {f"{name}_bucket": named | {"le"}, f"{name}_sum": named, f"{name}_count": named}
    return found | {"process_resident_memory_bytes": set(), "process_cpu_seconds_total": set()}


def expressions() -> list[str]:
    return [target["expr"] for target in TARGETS] + [alert["expr"] for alert in ALERTS]


@pytest.mark.parametrize("expression", expressions())
def test_a_query_can_be_read_and_asks_for_what_there_is(expression: str):
    query = read(expression)
    assert query.matched
    for figure, labels in query.matched.items():
        assert labels <= figures()[figure]
    assert query.kept <= set().union(*(figures()[figure] for figure in query.matched))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target["expr"])
def test_a_legend_names_labels_that_are_left(target: dict[str, Any]):
    named = set(re.findall(r"{{(\w+)}}", target["legendFormat"]))
    assert named <= read(target["expr"]).kept | EVERYWHERE


def test_whoever_imports_the_dashboard_chooses_where_its_figures_are():
    (variable,) = DASHBOARD["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == (
        "datasource",
        "datasource",
        "prometheus",
    )
    asked = [panel["datasource"] for panel in PANELS if panel["type"] != "row"]
    assert {each["uid"] for each in asked + [target["datasource"] for target in TARGETS]} == {"${datasource}"}
    assert DASHBOARD["id"] is None


def test_panels_have_numbers_and_places_of_their_own():
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    taken = [panel["gridPos"] for panel in PANELS]
    assert all(each["x"] + each["w"] <= 24 for each in taken)
    assert not [
        (a, b) for a, b in combinations(taken, 2) if overlap(a, b, "x", "w") and overlap(a, b, "y", "h")
    ]


def overlap(a: dict[str, int], b: dict[str, int], start: str, size: str) -> bool:
    return a[start] < b[start] + b[size] and b[start] < a[start] + a[size]


def test_what_an_operator_looks_for_is_on_the_dashboard():
    shown = set().union(*(read(target["expr"]).matched for target in TARGETS))
    everything = set(figures())
    # What a panel shows in another form, or what is looked at when a panel says so.
    apart = {name for name in everything if name.endswith(("_sum", "_count"))} | {"allclose_attempts_total"}
    assert everything - shown <= apart | {"allclose_handin_bytes_bucket"}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_says_what_is_wrong_and_what_to_do(alert: dict[str, Any]):
    assert alert["alert"].startswith("Allclose")
    assert alert["labels"]["severity"] in ("warning", "critical")
    said = alert["annotations"]
    assert set(said) == {"summary", "description"}
    assert said["summary"].endswith(".")
    assert set(re.findall(r"\$labels\.(\w+)", str(said))) <= read(alert["expr"]).kept


@pytest.mark.parametrize(
    "nonsense",
    ["sum(rate(x[5m])", "rate(x[5m]))", "frobnicate(x)", "x > § 2", 'x{y="1"', "sum by (a (x)", "x{y='1'}"],
)
def test_what_is_no_promql_is_noticed(nonsense: str):
    with pytest.raises(NotPromQL):
        read(nonsense)
