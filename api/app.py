"""Puts the server together."""

from functools import cache
from threading import Event

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from api import health
from api.account import routes as account
from api.annotations import routes as annotations
from api.anonymity import routes as anonymity
from api.assignments import routes as assignments
from api.audit import routes as audit
from api.auth import routes as auth
from api.auth.keys import Keys
from api.auth.scopes import check_declared
from api.auth.throttle import Throttle
from api.blobs import BlobStore
from api.body import BodyLimit
from api.comments import routes as comments
from api.courses import routes as courses
from api.db.session import Database
from api.decisions import routes as decisions
from api.errors import Invalid, TooManyRequests
from api.events import routes as events
from api.gradebook import routes as gradebook
from api.gradings import routes as gradings
from api.gradings.places import Places
from api.headers import SafeHeaders
from api.likeness import routes as likeness
from api.limiting.counters import Counters
from api.limiting.rates import Rates
from api.logs import RequestLog
from api.metrics.requests import REST, RequestFigures
from api.objects import routes as objects
from api.oidc.client import ProviderClient
from api.openapi import Application
from api.overrides import routes as overrides
from api.pages.errors import error_page
from api.pages.routes import pages
from api.policies import routes as policies
from api.problems import routes as problems
from api.queue import Queue
from api.refusals import documented, install_refusals
from api.regrades import routes as regrades
from api.remarks import routes as remarks
from api.requests import routes as requests
from api.roster import routes as roster
from api.secret import secret_of
from api.settings import Settings
from api.similarity import routes as similarity
from api.spans import RequestSpans
from api.statistics import routes as statistics
from api.submissions import routes as submissions
from api.users import routes as users
from api.versions import routes as versions
from api.workers import routes as workers

_FEATURES = (
    auth,
    account,
    users,
    audit,
    courses,
    roster,
    gradebook,
    problems,
    versions,
    assignments,
    policies,
    submissions,
    events,
    gradings,
    decisions,
    overrides,
    anonymity,
    annotations,
    remarks,
    comments,
    requests,
    likeness,
    regrades,
    similarity,
    statistics,
    workers,
)


def create_app(settings: Settings, database: Database, queue: Queue, blobs: BlobStore) -> FastAPI:
    """The server's application. The database must have been migrated (`api.db.migrate.upgrade`)."""
    app = Application(
        title="Allclose",
        summary="Grades deep-learning homework and says why a gradient is wrong",
        version="1",
        openapi_url=f"{REST}/openapi.json",
        docs_url=None,
        redoc_url=None,
        routes=_routes(),
    )
    app.state.settings = settings
    app.state.database = database
    app.state.queue = queue
    app.state.places = Places()
    app.state.blobs = blobs
    app.state.keys = Keys(secret_of(settings))
    # Set when the server is about to end: event streams never end by themselves.
    app.state.ending = Event()
    counters = Counters(settings.limits_store)
    app.state.rates = Rates(counters, settings)
    app.state.providers = {each.name: ProviderClient(each) for each in settings.oidc}
    app.state.throttle = Throttle(counters, settings.sign_ins_per_minute)
    app.state.error_page = error_page
    install_refusals(app)
    # The last one added is the first that a request meets.
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestSpans)
    app.add_middleware(RequestFigures)
    app.add_middleware(RequestLog)
    app.add_middleware(SafeHeaders)
    return app


@cache
def _routes() -> list[BaseRoute]:
    """Everything that is served. No route knows its server, and to read their signatures takes a moment:
    servers of one process, which tests make by the thousand, share them."""
    router = APIRouter(generate_unique_id_function=lambda route: route.name)
    for part in (health.router, objects.router, _rest(), pages()):
        router.include_router(part)
    return router.routes


def _rest() -> APIRouter:
    router = APIRouter(prefix=REST, responses=documented(Invalid, TooManyRequests))
    for feature in _FEATURES:
        for route in feature.router.routes:
            check_declared(route)
        router.include_router(feature.router)
    return router
