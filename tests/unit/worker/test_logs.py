"""What a line of the log looks like."""

import json
import logging
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import structlog

from graders.job import Blob, GradeJob
from worker.about import about
from worker.logs import configure_logs

SUBMISSION = "01a216dc-53b2-7428-a272-05288562ac85"
JOB = GradeJob(SUBMISSION, "numpy", "cpu", Blob("d"), ())


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    configure_logs()
    yield
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_event_is_a_line_with_its_level_and_moment(capsys):
    structlog.get_logger().warning("given back", attempt=2)
    (line,) = lines(capsys)
    assert (line["event"], line["level"], line["attempt"]) == ("given back", "warning", 2)
    assert line["timestamp"].endswith("Z")


def test_what_is_logged_about_a_job_names_its_submission_and_worker_and_nothing_else_does(capsys):
    log = structlog.get_logger()
    with about(JOB, "w1"):
        log.info("within")
        elsewhere = Thread(target=lambda: structlog.get_logger().info("another thread"))
        elsewhere.start()
        elsewhere.join()
    log.info("after")
    within, another, after = lines(capsys)
    assert (within["submission"], within["worker"]) == (SUBMISSION, "w1")
    assert "submission" not in another
    assert "submission" not in after


def test_an_exception_is_told_without_the_values_of_variables(capsys):
    password = "correct horse"
    try:
        raise ValueError(f"no such {len(password)}")
    except ValueError:
        structlog.get_logger().exception("stumbled")
    text = capsys.readouterr().out
    told = json.loads(text)["exception"][0]
    assert (told["exc_type"], told["exc_value"]) == ("ValueError", "no such 13")
    assert password not in text


def test_what_libraries_warn_of_is_such_a_line_too_once(capsys):
    configure_logs()  # a second time, as tests and reloaders do
    with about(JOB, "w1"):
        logging.getLogger("kombu.connection").warning("lost %s", "redis")
    logging.getLogger("kombu.connection").info("noise")
    (line,) = lines(capsys)
    assert (line["event"], line["level"], line["logger"]) == ("lost redis", "warning", "kombu.connection")
    assert (line["submission"], line["worker"]) == (SUBMISSION, "w1")


def test_what_a_library_failed_at_is_told_like_our_own(capsys):
    try:
        raise OSError("gone")
    except OSError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    (line,) = lines(capsys)
    assert line["exception"][0]["exc_value"] == "gone"
