"""The application, and its description of itself."""

from typing import Any

from fastapi import FastAPI

from api.refusals import MEDIA_TYPE


class Application(FastAPI):
    """A FastAPI application whose description tells what its refusals look like."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI description. FastAPI takes a refusal for what the route answers otherwise."""
        if self.openapi_schema is None:
            for operations in super().openapi()["paths"].values():
                for operation in operations.values():
                    _name_refusals(operation["responses"])
        return super().openapi()


def _name_refusals(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= 400:
            (described,) = response["content"].values()
            response["content"] = {MEDIA_TYPE: described}
