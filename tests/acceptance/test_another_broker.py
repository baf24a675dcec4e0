"""The service with RabbitMQ where others have Redis."""

from pathlib import Path

from tests.fixtures.rabbitmq import RabbitMQ, running_rabbitmq
from tests.service.handing_in import graded, open_to_one
from tests.service.site import site_with


def test_handins_are_graded_by_way_of_rabbitmq_also_after_it_was_started_again(tmp_path: Path):
    with site_with(tmp_path, broker=running_rabbitmq) as site:
        course = open_to_one(site)
        site.start()
        first = graded(site, course)
        assert first["earned"] == first["points"]

        assert isinstance(site.broker, RabbitMQ)
        site.broker.restart()
        second = graded(site, course, 1)
        assert second["earned"] == second["points"]
