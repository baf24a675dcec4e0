"""Each kind of malformed input, as many times as wanted: what `make fuzz` and the short test both run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz import bundles, streams, uploads
from tests.fuzz.watching import watching
from tests.runtimes import runtime_python
from worker.sandbox.open import open_sandbox


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


def _many(count: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """So many examples: the same in each short run, so that only a change of ours fails it."""
    short = count < 1000
    chosen: Callable[[Callable[..., Any]], Callable[..., Any]] = settings(
        max_examples=count,
        derandomize=short,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate) if short else (Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    return chosen
