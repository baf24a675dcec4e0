"""A span for each request, a part of the trace that its client names (W3C Trace Context), if it does."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics.requests import template_of
from graders import spans


class RequestSpans:
    """Middleware that traces requests; its spans tell templates of paths, never what people asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on within a span."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        told = {"http.request.method": scope["method"], "request_id": scope["state"]["request_id"]}
        with spans.following(headers), spans.span("request", told) as span:

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    status = message["status"]
                    span.note({"http.route": template_of(scope), "http.response.status_code": status})
                await send(message)

            await self._app(scope, receive, noted)
