"""Figures of what runs handins, for Prometheus; deploy/prometheus/README.md lists them.

`boxes.py` counts boxes, `caches.py` reads what was found in caches, `places.py` says how busy a worker is;
`serving.py` is the port at which any process of ours is read. The engine knows of none of it.
"""

from worker.metrics import boxes, places
from worker.metrics.registry import REGISTRY

__all__ = ["REGISTRY", "boxes", "places"]
