"""What every process of ours logs: a line of JSON for each event, to standard output.

It lies in this room because a worker has no other to take it from, and whatever starts a server may take it
from here as well. What libraries say by Python's own logging goes the same way, from warnings up.
"""

import logging
import sys

import structlog
from structlog.contextvars import merge_contextvars
from structlog.processors import ExceptionRenderer, JSONRenderer, TimeStamper, add_log_level
from structlog.stdlib import ProcessorFormatter, add_logger_name
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

_ABOUT: list[Processor] = [merge_contextvars, add_log_level, TimeStamper(fmt="iso", utc=True)]
_WRITTEN: list[Processor] = [
    # Without the values of local variables, among which are passwords.
    ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
    JSONRenderer(),
]


class _OfLibraries(logging.Handler):
    """Writes what libraries log as we write our own."""

    def __init__(self) -> None:
        super().__init__()
        chain = [*_ABOUT, add_logger_name]
        plain: list[Processor] = [ProcessorFormatter.remove_processors_meta, *_WRITTEN]
        self.setFormatter(ProcessorFormatter(processors=plain, foreign_pre_chain=chain))

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, at once."""
        try:
            sys.stdout.write(f"{self.format(record)}\n")
            sys.stdout.flush()
        except Exception:  # noqa: BLE001  (as every handler does: what cannot be logged ends nothing)
            self.handleError(record)


_of_libraries = _OfLibraries()


def configure_logs(level: int = logging.INFO) -> None:
    """Log as JSON to standard output, each line with what `about`, or a request, says it belongs to."""
    structlog.configure(
        processors=[*_ABOUT, *_WRITTEN],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # A line and its end in one write: the lines of two threads never mix.
        logger_factory=structlog.WriteLoggerFactory(),
    )
    root = logging.getLogger()
    root.removeHandler(_of_libraries)
    root.addHandler(_of_libraries)
    root.setLevel(max(level, logging.WARNING))
