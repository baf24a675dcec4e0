"""Figures of how busy a worker is."""

from prometheus_client import Gauge

from worker.metrics.registry import REGISTRY

PLACES = Gauge("allclose_worker_places", "Jobs that this worker can grade at a time.", registry=REGISTRY)
BUSY = Gauge("allclose_worker_places_busy", "Jobs that it grades now.", registry=REGISTRY)
