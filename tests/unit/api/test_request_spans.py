"""What is traced of a request."""

from uuid import UUID

from starlette.testclient import TestClient

from tests.fixtures.site import Site, furnished, homework, site
from tests.fixtures.spans import exported, one

__all__ = ["exported", "furnished", "site"]

PROXYS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_handin_is_a_part_of_its_request_and_leads_to_its_submissions_trace(site: Site, exported):
    with site.client() as ada:
        exported.clear()
        where = site.hand_in(ada, homework().reference()).headers["location"]
    submit = one(exported, "submit")
    (request,) = (
        each
        for each in exported.get_finished_spans()
        if each.attributes.get("http.route", "").endswith("/submissions")
    )
    assert request.name == "request"
    assert request.attributes["http.response.status_code"] == 303
    assert submit.parent.span_id == request.context.span_id
    submission = where.rpartition("/")[2]
    assert submit.attributes["submission"] == submission
    assert [link.context.trace_id for link in submit.links] == [UUID(submission).int]


def test_a_request_is_a_part_of_the_trace_that_its_proxy_names(site: Site, exported):
    with TestClient(site.app) as stranger:
        stranger.get("/healthz", headers={"traceparent": PROXYS})
    assert one(exported, "request").context.trace_id == int(PROXYS.split("-")[1], 16)


def test_a_span_tells_the_template_of_a_path_and_not_what_was_asked_for(site: Site, exported):
    with TestClient(site.app) as stranger:
        stranger.get("/password/s3cret?next=s3cret")
    told = one(exported, "request").to_json()
    assert "/password/{token}" in told
    assert "s3cret" not in told
