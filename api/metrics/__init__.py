"""Figures that Prometheus reads.

`requests.py` counts requests, `gradings.py` what becomes of handins, `lines.py` asks the database what
waits. `worker/metrics/serving.py` is the port. deploy/prometheus/README.md lists them all.
"""

from api.metrics import gradings, requests
from api.metrics.registry import REGISTRY

__all__ = ["REGISTRY", "gradings", "requests"]
