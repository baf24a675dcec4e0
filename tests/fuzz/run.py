"""Each kind of malformed input, as many times as wanted: what `make fuzz` and the short test both run."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz import bundles, sources, streams, uploads
from tests.fuzz.watching import watching
from tests.runtimes import runtime_python
from worker.sandbox.open import open_sandbox

TURN = 1000


def fuzz_uploads(count: int, folder: Path) -> str:
    """Uploads over HTTP into a server whose files lie in the folder; says what they were answered."""
    with uploads.counter(folder) as counter, watching(folder) as watch:

        @_many(count)
        @given(uploads.archives, uploads.names)
        def take(data: bytes, name: str) -> None:
            counter.take(watch, data, name)

        take()
    return f"{watch.found}; answered {dict(sorted(counter.answers.items()))}"


def fuzz_streams(count: int, folder: Path) -> str:
    """Streams of frames, each graded as a handin's; says what the checks were told."""
    # What is expected comes from real boxes, once; they are gone before anything is watched.
    with open_sandbox("namespaces", {"numpy": runtime_python("numpy")}) as sandbox:
        grader = streams.Grader(sandbox)
    with watching(folder) as watch:

        @_many(count)
        @given(streams.streams())
        def take(written: bytes) -> None:
            grader.take(watch, written)

        take()
    return f"{watch.found}; explained as {', '.join(sorted(grader.reasons))}"


def fuzz_bundles(count: int, folder: Path) -> str:
    """Bundles in archives; says how many were problems still."""
    shelf = bundles.Shelf()
    bundles.packed()
    with watching(folder) as watch:

        @_many(count)
        @given(bundles.archives)
        def take(data: bytes) -> None:
            shelf.take(watch, data)

        take()
    return f"{watch.found}; {dict(sorted(shelf.answers.items()))}"


def fuzz_sources(count: int, folder: Path) -> str:
    """Sources that are compared with each other; says what of them was the same."""
    with watching(folder) as watch:
        found = sources.Found()
        for text in sources.SPITEFUL:
            found.take(watch, text, text)

        @_many(count)
        @given(sources.texts, sources.texts)
        def take(one: bytes, other: bytes) -> None:
            found.take(watch, one, other)

        take()
    return f"{watch.found}; {found.shared:,} shared something"


def _many(count: int) -> Callable[[Callable[..., Any]], Callable[[], None]]:
    """So many examples: the same in each short run, so that only a change of ours fails it.

    In turns, since hypothesis remembers all that it has drawn in one: hundreds of megabytes, not of ours.
    """
    short = count < TURN
    chosen = settings(
        max_examples=min(count, TURN),
        derandomize=short,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate, *[Phase.shrink] * (not short)],
        suppress_health_check=list(HealthCheck),
    )

    def in_turns(test: Callable[..., Any]) -> Callable[[], None]:
        one_turn: Callable[[], None] = chosen(test)

        def run() -> None:
            for _ in range(math.ceil(count / TURN)):
                one_turn()

        return run

    return in_turns
