"""The port at which Prometheus reads a process's figures."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, ProcessCollector, disable_created_metrics, start_http_server
from prometheus_client.registry import Collector

from graders.errors import AllcloseError


class NoFigures(AllcloseError):
    """Nobody can read figures at the address that was asked for."""


@contextmanager
def figures_served(host: str, port: int, *collectors: Collector) -> Iterator[None]:
    """Answer with these figures, and the process's own, for as long as the block lasts; port 0: do not.

    It is a port of its own, so that whoever may hand in cannot read how others fare. Raises NoFigures.
    """
    if not port:
        yield
        return
    # When a series began is a series more for each, and nobody asks.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    for collector in (*collectors, ProcessCollector(registry=None)):
        registry.register(collector)
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise NoFigures(
            f"Figures cannot be read at {host}, port {port}: {error.strerror}. Choose another with "
            "ALLCLOSE_METRICS_HOST or ALLCLOSE_METRICS_PORT, or none with ALLCLOSE_METRICS_PORT=0."
        ) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
