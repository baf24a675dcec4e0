"""Sends spans to a collector by OpenTelemetry, where a setting names one; otherwise nothing is even imported.

It lies in this room for the same reason as `logs.py`: whatever process is started may take it from here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from graders import spans
from graders.errors import AllcloseError


class TelemetryMissing(AllcloseError):
    """A setting asks for OpenTelemetry, and it is not installed."""


@contextmanager
def telemetry(address: str, service: str) -> Iterator[None]:
    """Send spans to the collector at this address for as long as the block lasts; "": send none.

    address: where it takes OTLP over HTTP, such as http://collector:4318. Raises TelemetryMissing.
    """
    if not address:
        yield
        return
    try:
        from worker.otlp import provider_of
    except ImportError as missing:
        raise TelemetryMissing(
            f"ALLCLOSE_TELEMETRY is set, and {missing.name} is not installed. Install the project's extra "
            "'telemetry' (opentelemetry-sdk, opentelemetry-exporter-otlp-proto-http), or leave it empty."
        ) from None
    with provider_of(address, service) as tracing:
        spans.use(tracing)
        try:
            yield
        finally:
            spans.use(spans.UNTRACED)
