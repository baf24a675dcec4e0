"""`make fuzz`: ten thousand malformed uploads, streams of frames and bundles, for a night."""

import argparse
import logging
import tempfile
from pathlib import Path

from tests.fuzz.run import fuzz_bundles, fuzz_streams, fuzz_uploads
from worker.logs import configure_logs

KINDS = ("uploads", "streams", "bundles")


def main() -> None:
    """Run those that are wanted; the first that is not as it should be ends it with the example."""
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; all by default")
    parser.add_argument("--count", type=int, default=10_000)
    wanted = parser.parse_args()
    configure_logs(logging.CRITICAL)
    for kind in wanted.kinds or KINDS:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            print(f"{kind}: {_run(kind, wanted.count, Path(folder))}", flush=True)  # noqa: T201


def _run(kind: str, count: int, folder: Path) -> str:
    return {"uploads": fuzz_uploads, "streams": fuzz_streams, "bundles": fuzz_bundles}[kind](count, folder)


if __name__ == "__main__":
    main()
