"""What somebody hears who asks while a part of the house is away."""

from pathlib import Path

from starlette.testclient import TestClient

from api.app import create_app
from api.blobs import FileBlobStore
from api.db.session import Database
from api.queue import InMemoryQueue
from api.settings import Settings


def test_who_hands_in_while_the_database_is_away_is_asked_to_do_it_again(tmp_path: Path):
    database = Database(f"postgresql:///allclose?host={tmp_path}")  # a socket that is not there
    app = create_app(Settings(data=tmp_path), database, InMemoryQueue(), FileBlobStore(tmp_path))
    with TestClient(app) as client:
        answer = client.post(
            "/api/v1/courses/dl/assignments/hw1/submissions",
            headers={"Authorization": "Bearer token", "Idempotency-Key": "mine"},
            files={"handin": ("handin.tar", b"bytes")},
        )
    database.close()
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert answer.json()["type"] == "urn:allclose:not-ready"
    assert "our fault, not yours" in answer.json()["detail"]
    assert "same Idempotency-Key" in answer.json()["detail"]
    assert str(tmp_path) not in answer.text
