"""The compose file as Compose itself reads it: anchors, merges and variables resolved."""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[4]
COMPOSE = Path(sys.executable).with_name("docker-compose")


@functools.cache
def composed(**variables: str) -> dict[str, Any]:
    """The model of docker-compose.yml with every profile. variables: as a shell would set them."""
    command = [COMPOSE, "--profile", "*", "--env-file", os.devnull, "config", "--format", "json"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"} | variables
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "variable is not set" not in done.stderr, done.stderr
    model: dict[str, Any] = json.loads(done.stdout)
    return model


def services(**variables: str) -> dict[str, dict[str, Any]]:
    """The services by name."""
    found: dict[str, dict[str, Any]] = composed(**variables)["services"]
    return found
