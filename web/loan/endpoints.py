"""GET /export/loan-file.zip and .pdf: all of one person or company, for whoever decides on a loan."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from actions import exports
from context import Context
from store import StoreError
from web.api.clock import Clock
from web.bearer import Bearer
from web.loan import words
from web.loan.answer import MEDIA_TYPES, LoanFile, Record, headers_of
from web.loan.subject import Subject, subject_of
from web.requests import refuse_foreign_pages
from web.sight import actor_of

NAME = "loan_file"
"""What the audit calls it."""

logger = logging.getLogger(__name__)


class LoanFiles:
    """Answers with loan files; the day is that of Belvo's clock, as on the pages."""

    def __init__(self, context: Context, bearer: Bearer) -> None:
        self._clock = Clock(context)
        self._bearer = bearer

    def answer(self, request: Request, context: Context) -> Response:
        """The file of whom the address names, as of the day that it names, or in words why there is none."""
        refuse_foreign_pages(request)
        self._bearer.let_in(request, "/export/loan-file.{format}")
        extension = request.path_params["format"]
        if extension not in MEDIA_TYPES:
            raise HTTPException(404, words.TEXTS["refusal.format"])
        subject = subject_of(request, context, self._clock)
        if request.method == "HEAD":  # whether there is one is known before it is made
            return Response(headers=headers_of(extension), media_type=MEDIA_TYPES[extension])
        return LoanFile(subject, extension, _recorder(request, context, subject, extension))


def _recorder(request: Request, context: Context, subject: Subject, extension: str) -> Record:
    def record(rows: int, is_whole: bool) -> None:
        try:
            exports.hand_over(
                context.database.whole,
                NAME,
                request.query_params.multi_items(),
                rows,
                actor=actor_of(request),
                is_whole=is_whole,
                masked=subject.masked,
                extension=extension,
            )
        except StoreError:  # it is gone already
            logger.exception("A loan file was handed over, and the audit could not be written")

    return record
