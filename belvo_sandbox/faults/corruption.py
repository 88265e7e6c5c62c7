"""Corrupted answers: those that are cut off, torn, or not the API's at all."""

from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from belvo_sandbox.core import templates


def page(status: int) -> Response:
    """A page of HTML as what stands before an API gives it, a firewall or a gateway."""
    title = f"{status} {HTTPStatus(status).phrase}"
    return Response(templates.render("gateway.html", title=title), status, media_type="text/html")


def truncated(answer: Response) -> Response:
    """Half of an answer's JSON, with a length that says it is all; one without a body stays as it is."""
    body = bytes(answer.body)
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(body[: len(body) // 2], answer.status_code, headers)


class Cut(Response):
    """An answer whose connection is closed in the middle of it."""

    def __init__(self, answer: Response) -> None:
        body = bytes(answer.body) or b"{}"
        headers = {**answer.headers, "content-length": str(len(body))}
        # 204 has no middle.
        status = answer.status_code if answer.body else 200
        super().__init__(body, status, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send half, and return: the server closes a connection whose answer was left unfinished."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
