"""Where this room's figures are registered: apart from everything that a library may register elsewhere."""

from prometheus_client import CollectorRegistry

REGISTRY = CollectorRegistry(auto_describe=True)
