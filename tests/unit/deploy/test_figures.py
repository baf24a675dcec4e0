"""The figures of every process: that they are written down, and can be read."""

import re
import socket
from pathlib import Path

import httpx2
import pytest
from prometheus_client.registry import Collector

from api.db.session import Database
from api.metrics import REGISTRY as API
from api.metrics.lines import LineFigures
from api.queue import PROCESSORS
from deploy.settings import ROOT
from tests.fixtures.ports import free_port
from worker.metrics import REGISTRY as WORKER
from worker.metrics.caches import CacheFigures
from worker.metrics.serving import NoFigures, figures_served

TABLES = (ROOT / "deploy" / "prometheus" / "README.md").read_text()
ROW = re.compile(r"^\| `(allclose_\w+)` \| (\w+) \|(?: ([\w, ]+))? \| .+\. \|$", re.MULTILINE)


@pytest.fixture
def collectors(tmp_path: Path) -> list[Collector]:
    lines = LineFigures(Database(f"sqlite:///{tmp_path / 'x.db'}"), lambda: PROCESSORS)
    return [API, WORKER, lines, CacheFigures({"arrays": lambda: (3, 1)})]


def described(collectors: list[Collector]) -> dict[str, str]:
    """Figure → its kind, whether or not it has been counted yet."""
    metrics = [
        metric
        for each in collectors
        for metric in (each.describe() if hasattr(each, "describe") else each.collect())
    ]
    return {metric.name + ("_total" if metric.type == "counter" else ""): metric.type for metric in metrics}


def test_every_figure_is_in_the_tables_once_with_its_kind(collectors: list[Collector]):
    rows = ROW.findall(TABLES)
    assert len(rows) == TABLES.count("| `allclose_")
    assert len({name for name, *_ in rows}) == len(rows)
    assert {name: kind for name, kind, _ in rows} == described(collectors)


def test_every_name_says_its_unit_or_what_it_counts(collectors: list[Collector]):
    for name, kind in described(collectors).items():
        assert (kind == "counter") == name.endswith("_total")
        assert kind != "histogram" or name.endswith(("_seconds", "_bytes"))


def test_the_labels_in_the_tables_are_those_of_the_figures():
    told = {name: tuple(labels.split(", ")) if labels else () for name, _, labels in ROW.findall(TABLES)}
    for figure in {*API._names_to_collectors.values(), *WORKER._names_to_collectors.values()}:
        metric = next(iter(figure.describe()))
        name = metric.name + ("_total" if metric.type == "counter" else "")
        assert told[name] == figure._labelnames


@pytest.fixture
def port() -> int:
    return free_port()


def test_prometheus_reads_the_figures_of_a_process_on_a_port_of_their_own(port, collectors):
    with figures_served("127.0.0.1", port, *collectors):
        answer = httpx2.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)
    assert answer.headers["content-type"].startswith("text/plain")
    assert "# HELP allclose_http_requests_total Requests answered" in answer.text
    assert "process_resident_memory_bytes" in answer.text
    assert "allclose_database_up 0.0" in answer.text
    assert 'allclose_cache_hits_total{cache="arrays"} 3.0' in answer.text
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)


def test_a_port_that_is_taken_is_refused_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        with (
            pytest.raises(NoFigures, match=rf"port {taken}: Address already in use\. Choose another"),
            figures_served("127.0.0.1", taken, API),
        ):
            pass


def test_without_a_port_nobody_is_answered():
    with figures_served("127.0.0.1", 0, API):
        pass


@pytest.mark.parametrize("image", ["server", "worker"])
def test_prometheus_can_read_a_process_that_has_a_container_of_its_own(image: str):
    dockerfile = (ROOT / "deploy" / "docker" / f"Dockerfile.{image}").read_text()
    assert "ALLCLOSE_METRICS_HOST=0.0.0.0" in dockerfile
