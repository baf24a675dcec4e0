"""Whether a handin left its inputs as they were, judged by what the reference's box says of the same inputs.

A child's own word (`Finished.changed`) is a handin's to forge. Where a check insists on its inputs, the
child sends a digest of each after the check; the reference leaves them alone, so its digests are those of
the inputs themselves, and are kept among its arrays as context.
"""

from collections.abc import Mapping

import numpy as np

from graders.answer import Answer, Arrays

_PREFIX = "_lent "


def digests_as_arrays(lent: Mapping[str, str]) -> Arrays:
    """Digests by the names of inputs, as arrays that travel with the reference's."""
    return {("", _PREFIX + name): np.frombuffer(bytes.fromhex(one), np.uint8) for name, one in lent.items()}


def spoiled_inputs(answer: Answer, expected: Arrays) -> tuple[str, ...]:
    """Names of the inputs that are not as the reference left them, those that the child owns up to first."""
    due = {
        name.removeprefix(_PREFIX): array.tobytes().hex()
        for (_, name), array in expected.items()
        if name.startswith(_PREFIX)
    }
    differing = (name for name, digest in due.items() if answer.lent.get(name) != digest)
    return tuple(dict.fromkeys((*answer.changed, *differing)))
