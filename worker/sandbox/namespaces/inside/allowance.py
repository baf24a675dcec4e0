"""What one child may use: the few numbers that its supervisor sends ahead of the task."""

import json
import math
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Allowance:
    """Memory in bytes on top of the template's own; processor time in whole seconds; files in bytes."""

    memory: int
    cpu_seconds: int
    files: int

    def encode(self) -> bytes:
        """These numbers as one message."""
        return json.dumps(asdict(self)).encode()

    def after(self, seconds: float) -> "Allowance":
        """The same for a process that has used so much processor time already."""
        return replace(self, cpu_seconds=self.cpu_seconds + math.ceil(seconds))

    @classmethod
    def decode(cls, message: bytes) -> "Allowance":
        """Read what `encode` wrote."""
        return cls(**json.loads(message))
