"""What a worker tells arrives in order and in full, however often the broker is away."""

from threading import Event

from graders.told import Left, Told
from worker import outbox
from worker.outbox import Outbox


def names(batches: list[list[Told]]) -> list[str]:
    return [told.worker for batch in batches for told in batch if isinstance(told, Left)]


def test_what_is_told_is_sent_in_order_and_in_batches():
    sent: list[list[Told]] = []
    box = Outbox(sent.append)
    for number in range(200):
        box.tell(Left(str(number)))
    box.start()
    box.close(10)
    assert names(sent) == [str(number) for number in range(200)]
    assert max(map(len, sent)) == outbox.MOST


def test_what_could_not_be_sent_is_sent_again_and_nothing_else_before_it(monkeypatch):
    monkeypatch.setattr(outbox, "RETRY_SECONDS", 0.01)
    sent: list[list[Told]] = []
    tries = iter([OSError("away"), OSError("away"), None, OSError("away"), None])

    def send(batch: list[Told]) -> None:
        if error := next(tries, None):
            raise error
        sent.append(batch)

    box = Outbox(send)
    box.start()
    box.tell(Left("first"))
    while not sent:
        Event().wait(0.01)
    box.tell(Left("second"))
    box.close(10)
    assert names(sent) == ["first", "second"]


def test_it_ends_although_the_broker_stays_away(monkeypatch):
    monkeypatch.setattr(outbox, "RETRY_SECONDS", 0.01)

    def send(_batch: list[Told]) -> None:
        raise OSError("away")

    box = Outbox(send)
    box.start()
    box.tell(Left("never"))
    box.close(0.1)
    assert not box._thread.is_alive()
