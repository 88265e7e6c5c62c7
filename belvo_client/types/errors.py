"""Error bodies: an array of entries.

https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from typing import Literal, NotRequired, TypedDict


class TokenGenerationData(TypedDict, total=False):
    """How the person gets their one-time token; `value` is text to type, or an image to scan for `qr`."""

    instructions: str
    type: Literal["numeric", "qr", "text"]
    value: str
    expects_user_input: bool


class ErrorEntry(TypedDict):
    """One entry; the last five keys come with 428 and with `duplicated`."""

    code: str
    message: str
    request_id: NotRequired[str]
    field: NotRequired[str]
    session: NotRequired[str]
    expiry: NotRequired[int | str]
    link: NotRequired[str]
    token_generation_data: NotRequired[TokenGenerationData]
    institution_user_id: NotRequired[str]
