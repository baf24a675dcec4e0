"""`make fuzz`: ten thousand malformed uploads, streams of frames, bundles and sources, for a night."""

import argparse
import logging
import tempfile
from pathlib import Path

from tests.fuzz.run import fuzz_bundles, fuzz_sources, fuzz_streams, fuzz_uploads
from worker.logs import configure_logs

KINDS = {
    "uploads": fuzz_uploads,
    "streams": fuzz_streams,
    "bundles": fuzz_bundles,
    "sources": fuzz_sources,
}


def main() -> None:
    """Run those that are wanted; the first that is not as it should be ends it with the example."""
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; all by default")
    parser.add_argument("--count", type=int, default=10_000)
    wanted = parser.parse_args()
    configure_logs(logging.CRITICAL)
    for kind in wanted.kinds or KINDS:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            print(f"{kind}: {KINDS[kind](wanted.count, Path(folder))}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
