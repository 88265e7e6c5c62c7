"""Whatever goes wrong is one of ours, in the branch that says what to do."""

import re

import pytest
import requests
from requests.exceptions import ChunkedEncodingError
from responses import RequestsMock

from belvo_client import BelvoClient, errors
from belvo_client.answers.codes import BY_CODE
from belvo_client.errors import (
    BelvoError,
    ConnectionFailed,
    DuplicatedLink,
    ErrorItem,
    Kind,
    NotFound,
    RateLimited,
    Redirected,
    RequestRefused,
    ServerFailed,
    TimedOut,
    TokenRequired,
    UnreadableAnswer,
    ValidationFailed,
)

LINKS = "https://sandbox.belvo.com/api/links/"
REQUEST_ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


def entry(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "message": f"About {code}", "request_id": REQUEST_ID, **more}


def failing(mock: RequestsMock, client: BelvoClient, status: int, **answer: object) -> BelvoError:
    mock.post(LINKS, status=status, **answer)
    with pytest.raises(BelvoError) as caught:
        client.links.create("erebor_mx_retail", "bnk100", "full")
    return caught.value


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"([│├└─ ]*)([A-Z]\w+)(?: {2,}|$)", line):
            depth = len(found[1]) // 4
            path = [*path[:depth], found[2]]
            drawn[found[2]] = path[-2] if depth else "Exception"
    real = {
        name: made.__bases__[0].__name__
        for name, made in vars(errors).items()
        if isinstance(made, type) and issubclass(made, BelvoError)
    }
    assert drawn == real


@pytest.mark.parametrize(("status", "code"), BY_CODE, ids=lambda value: str(value))
def test_status_and_code_choose_the_class(mock: RequestsMock, client: BelvoClient, status: int, code: str) -> None:
    error = failing(mock, client, status, json=[entry(code)])
    assert (type(error), error.code, error.message, error.status, error.request_id) == (
        BY_CODE[status, code],
        code,
        f"About {code}",
        status,
        REQUEST_ID,
    )


@pytest.mark.parametrize(
    ("branch", "kind"),
    [
        (errors.RetriableError, Kind.RETRIABLE),
        (errors.NeedsUserError, Kind.NEEDS_USER),
        (errors.FatalError, Kind.FATAL),
    ],
)
def test_a_branch_is_a_kind(branch: type[BelvoError], kind: Kind) -> None:
    assert {made.kind for made in (branch, *branch.__subclasses__())} == {kind}


def test_every_class_of_the_table_is_in_a_branch() -> None:
    branches = (errors.RetriableError, errors.NeedsUserError, errors.FatalError)
    assert [made for made in BY_CODE.values() if not issubclass(made, branches)] == []


def test_every_entry_of_the_array_is_kept(mock: RequestsMock, client: BelvoClient) -> None:
    body = [entry("required", field="password"), {"code": "blank", "message": "Empty.", "field": "username"}]
    error = failing(mock, client, 400, json=body)
    assert isinstance(error, ValidationFailed)
    assert error.errors == (
        ErrorItem("required", "About required", REQUEST_ID, "password", {}),
        ErrorItem("blank", "Empty.", None, "username", {}),
    )
    assert str(error) == f"required: About required (HTTP 400, field password, request {REQUEST_ID})"
    assert error.field == "password"


def test_a_duplicate_names_the_person_at_the_institution(mock: RequestsMock, client: BelvoClient) -> None:
    error = failing(mock, client, 400, json=[entry("duplicated", institution_user_id="sooE7XJW=")])
    assert isinstance(error, DuplicatedLink)
    assert error.institution_user_id == "sooE7XJW="


@pytest.mark.parametrize(
    ("expiry", "seconds"),
    [(720, 720), ("720", 720), ("soon", None), (None, None), (-5, None), (10**14, None), ("9" * 5000, None)],
)
def test_a_wanted_token_says_how_to_go_on(
    mock: RequestsMock, client: BelvoClient, expiry: object, seconds: int | None
) -> None:
    data = {"instructions": "Use this code", "type": "numeric", "value": "12345", "expects_user_input": False}
    more = {"session": "5e55", "link": "l1nk", "expiry": expiry, "token_generation_data": data}
    error = failing(mock, client, 428, json=[entry("token_required", **more)])
    assert isinstance(error, TokenRequired)
    assert (error.session, error.link, error.expiry, error.token_generation_data, error.expects_user_input) == (
        "5e55",
        "l1nk",
        seconds,
        data,
        False,
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [({}, True), ({"expect_user_input": False}, False), ({"expects_user_input": True}, True), (None, True)],
)
def test_a_token_is_expected_unless_either_spelling_denies_it(
    mock: RequestsMock, client: BelvoClient, data: object, expected: bool
) -> None:
    error = failing(mock, client, 428, json=[entry("token_required", token_generation_data=data)])
    assert isinstance(error, TokenRequired)
    assert error.expects_user_input is expected


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (403, "<html><h1>403 Forbidden</h1>openresty</html>", RateLimited),
        (429, "", RateLimited),
        (400, "", RequestRefused),
        (404, "<html>Not Found</html>", NotFound),
        (418, "[]", RequestRefused),
        (500, "", ServerFailed),
        (502, "<html>Bad gateway</html>", ServerFailed),
        (500, '["no object"]', ServerFailed),
        (500, '"text"', ServerFailed),
    ],
)
def test_an_unreadable_error_falls_to_its_status(
    mock: RequestsMock, client: BelvoClient, status: int, body: str, expected: type[BelvoError]
) -> None:
    error = failing(mock, client, status, body=body, content_type="text/html")
    assert (type(error), error.code, error.status, error.errors) == (expected, expected.default_code, status, ())
    assert f"({'text/html'}, {len(body)} bytes)" in error.message


def test_an_error_as_a_single_object_is_an_array_of_one(mock: RequestsMock, client: BelvoClient) -> None:
    error = failing(mock, client, 401, json={"detail": "Authentication credentials were not provided."})
    assert (type(error), error.code) == (errors.AuthenticationFailed, "authentication_failed")
    assert error.message == "Authentication credentials were not provided."


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"link": ["This field is required."]}, [("required", "link", "This field is required.")]),
        (
            {"link": ["“x” is not a valid UUID."], "date_to": ["This field may not be null.", "Too late."]},
            [
                ("invalid", "link", "“x” is not a valid UUID."),
                ("null", "date_to", "This field may not be null."),
                ("invalid", "date_to", "Too late."),
            ],
        ),
        ({"non_field_errors": ["Bad dates."]}, [("invalid", None, "Bad dates.")]),
        (
            {"widget": {"branding": {"company_name": ["This field may not be blank."]}}},
            [("blank", "widget.branding.company_name", "This field may not be blank.")],
        ),
        (
            {"identification_info": [{}, {"number": ["Object with id=1 does not exist."]}]},
            [("does_not_exist", "identification_info.number", "Object with id=1 does not exist.")],
        ),
        (
            [{"type": ['"weekly" is not a valid choice.']}],
            [("invalid_choice", "type", '"weekly" is not a valid choice.')],
        ),
    ],
)
def test_messages_by_field_are_read(mock: RequestsMock, client: BelvoClient, body: object, told: object) -> None:
    error = failing(mock, client, 400, json=body)
    assert type(error) is ValidationFailed
    assert [(item.code, item.field, item.message) for item in error.errors] == told


def test_messages_by_field_may_come_with_a_request_id(mock: RequestsMock, client: BelvoClient) -> None:
    error = failing(mock, client, 400, json={"link": ["Not yours."], "request_id": REQUEST_ID})
    assert (error.field, error.request_id, error.message) == ("link", REQUEST_ID, "Not yours.")


def test_an_error_without_end_is_cut(mock: RequestsMock, client: BelvoClient) -> None:
    deep = "[" * 900 + "]" * 900
    body = f'[{{"code": "invalid", "message": "{"a" * 50_000}", "more": {deep}}}, ' + '{"code": "x"},' * 500 + "{}]"
    error = failing(mock, client, 400, body=body)
    assert (error.code, len(error.message), len(error.errors)) == ("invalid", 10_000, 100)


@pytest.mark.parametrize("body", ["<html>Welcome to the hotel's network</html>", "{", '{"a": undefined}'])
def test_a_success_that_is_no_json_is_unreadable_and_keeps_the_cause(
    mock: RequestsMock, client: BelvoClient, body: str
) -> None:
    mock.get(f"{LINKS}1/", body=body)
    with pytest.raises(UnreadableAnswer, match="no JSON") as caught:
        client.links.get("1")
    assert isinstance(caught.value.__cause__, ValueError)


@pytest.mark.parametrize("body", ["", "[]", "[1]", '[{"id": "1"}, {"id": "2"}]', "null", '"text"'])
def test_a_success_in_the_wrong_shape_is_unreadable(mock: RequestsMock, client: BelvoClient, body: str) -> None:
    mock.get(f"{LINKS}1/", body=body)
    with pytest.raises(UnreadableAnswer, match="no object"):
        client.links.get("1")


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (requests.ReadTimeout("slow"), TimedOut),
        (requests.ConnectTimeout("slow"), TimedOut),
        (requests.ConnectionError("refused"), ConnectionFailed),
        (ChunkedEncodingError("cut"), ConnectionFailed),
        (requests.exceptions.SSLError("certificate"), ConnectionFailed),
    ],
)
def test_a_failing_network_is_ours_and_keeps_the_cause(
    mock: RequestsMock, client: BelvoClient, raised: Exception, expected: type[BelvoError]
) -> None:
    error = failing(mock, client, 200, body=raised)
    assert (type(error), error.kind, error.status) == (expected, Kind.RETRIABLE, None)
    assert error.__cause__ is raised


def test_the_cause_lets_go_of_the_request_that_carries_keys(naps: list[float]) -> None:
    with BelvoClient("http://127.0.0.1:1", "id", "password") as client, pytest.raises(ConnectionFailed) as caught:
        client.links.create("erebor_mx_retail", "bnk100", "full")
    cause = caught.value.__cause__
    assert isinstance(cause, requests.ConnectionError)
    assert (cause.request, cause.response, naps) == (None, None, [])


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_an_error_and_nothing_is_sent_on(mock: RequestsMock, client: BelvoClient, status: int) -> None:
    mock.get(f"{LINKS}1/", status=status, headers={"Location": "https://evil.example/"})
    with pytest.raises(Redirected, match="GET /api/links/1/ was redirected"):
        client.links.get("1")
    assert len(mock.calls) == 1


def test_an_error_of_fields_without_end_is_cut(mock: RequestsMock, client: BelvoClient) -> None:
    told = failing(mock, client, 400, json={"username": ["Odd."] * 1000, "k" * 20_000: ["Odd."]})
    assert len(told.errors) == 100
    assert max(len(item.field or "") for item in told.errors) <= 10_000


def test_an_error_larger_than_any_is_not_read(mock: RequestsMock, client: BelvoClient) -> None:
    told = failing(mock, client, 400, json=[{"code": "blank", "message": "m" * 1024 * 1024}])
    assert told.errors == ()
    assert "without a readable reason" in str(told)


def test_an_error_without_a_message_ends_in_no_colon() -> None:
    assert [str(TimedOut("")), str(TimedOut("", status=408))] == ["timed_out", "timed_out (HTTP 408)"]
