"""GET /export/support-packet.zip and .json: a packet for Belvo's support, and its recording alone."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions.support import packets
from context import Context
from languages import ENGLISH, msg, say, say_many, speaking
from web.api.clock import Clock
from web.page import page
from web.requests import refuse_foreign_pages
from web.sight import actor_of
from web.support.packet import Leaking, files_of, recording_alone, zipped
from web.support.subject import Subject, subject_of

_MEDIA_TYPES = {"zip": "application/zip", "json": "application/json"}
_MOST_TOLD = 5
_KEPT_BACK = msg("Not handed over")

logger = logging.getLogger(__name__)


class SupportPackets:
    """Answers with packets, each of which is scanned before."""

    def __init__(self, context: Context) -> None:
        self._clock = Clock(context)

    def answer(self, request: Request, context: Context) -> Response:
        """The packet of what the address names; 409, and nothing of it, where the scan has found somebody in it."""
        refuse_foreign_pages(request)
        extension = request.path_params["format"]
        if extension not in _MEDIA_TYPES:
            raise HTTPException(404, say("A packet is one of {formats}.", formats=", ".join(_MEDIA_TYPES)))
        subject = subject_of(request, context, self._clock.ahead())
        # Of a link the audit keeps no more than a digest.
        target = subject.kind if subject.kind == "link" else f"{subject.kind} {subject.id}"
        actor = actor_of(request)
        try:
            with speaking(ENGLISH):  # which Belvo's support reads
                content = zipped(files_of(subject)) if extension == "zip" else recording_alone(subject)
        except Leaking as leaking:
            packets.keep_back(subject.whole, target, subject.link_id, len(leaking.found), actor=actor)
            return _kept_back(leaking)
        packets.hand_over(subject.whole, target, subject.link_id, len(content), actor=actor)
        headers = {
            "content-disposition": f'attachment; filename="{_name(subject)}.{extension}"',
            "cache-control": "no-store",
        }
        return Response(content, media_type=_MEDIA_TYPES[extension], headers=headers)


def _name(subject: Subject) -> str:
    identity = "".join(sign for sign in subject.id[:36] if sign.isascii() and (sign.isalnum() or sign == "-"))
    return f"support-{subject.kind}-{identity}"


def _kept_back(leaking: Leaking) -> Response:
    for leak in leaking.found:
        logger.error("A support packet was kept back: what %s says stands in its %s", leak.where, leak.file)
    told = [
        say("{file} says what is in {where}", file=leak.file, where=leak.where) for leak in leaking.found[:_MOST_TOLD]
    ]
    more = len(leaking.found) - len(told)
    if more:
        told.append(say_many("{number} more", "{number} more", more))
    words = say("The scan found values in it that are somebody's: {found}.", found="; ".join(told))
    where = say("The log of the server has all of them. Tell who runs this desk.")
    return page((_KEPT_BACK, f"{words} {where}"), 409)
