"""/error-codes: what Belvo's list of errors says of a code, and whether it has the code at all."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from belvo_client.advice import LANGUAGES, advice_for
from belvo_client.answers.codes import BY_CODE
from belvo_client.errors import Kind
from web.api.lists import Answer, Parameters
from web.api.reader import Reading
from web.api.values import AskedText

router = APIRouter(tags=["error codes"])

LIST = "https://developers.belvo.com/developer_resources/resources-belvo-api-errors"


class ErrorCode(BaseModel):
    """A code: `statuses` are those that Belvo answers it with, `reaction` what a program does about it.

    Of a code that is not known (`is_known`), meaning and action are those of its reaction in general.
    """

    code: str
    is_known: bool
    statuses: list[int]
    reaction: Kind
    meaning: str
    action: str
    list: str


class Asking(Parameters):
    """Belvo's message tells some causes of one code apart."""

    message: AskedText | None = None


@router.get(
    "/error-codes/{code}", response_model=ErrorCode, response_class=Answer, summary="What a code of an error means"
)
def show_code(reader: Reading, code: Annotated[str, Path(max_length=100)], asked: Annotated[Asking, Query()]) -> Answer:
    """The code as Belvo's documents have it, in its own case."""
    reader.opens("api_log")
    advice = advice_for(code, message=asked.message or "")
    return Answer(
        {
            "code": code,
            "is_known": code in LANGUAGES["en"] and not code.startswith("unknown/"),
            "statuses": sorted({status for status, known in BY_CODE if known == code}),
            "reaction": advice.kind,
            "meaning": advice.meaning,
            "action": advice.action,
            "list": LIST,
        }
    )
