"""Every operation of Belvo's description is there with what it takes, for a form and for who may send it."""

import pytest

from belvo_client.description.operations import SECRET, operation_of, operations, version
from tests.belvo_client import description

KEPT = description.read()
DESCRIBED = [(method.upper(), path) for path, methods in KEPT["paths"].items() for method in methods]


def test_every_method_of_every_path_is_one_operation() -> None:
    assert [(one.method, one.path) for one in operations().values()] == DESCRIBED
    assert len(operations()) == len(DESCRIBED) == 116
    assert version() == KEPT["info"]["version"]


@pytest.mark.parametrize(("method", "path"), DESCRIBED)
def test_an_operation_is_found_by_a_call_of_it(method: str, path: str) -> None:
    found = operation_of(method, path.replace("{id}", "8b0a1a92-e5c0-4a2c-9f4a-21e2a4d1f0c7"))
    assert found is not None
    assert found.path == path


@pytest.mark.parametrize("path", ["/api/accounts", "/api/accounts/a/b/", "/api/nothing/", "/api//", "/"])
def test_what_is_not_described_is_none(path: str) -> None:
    assert operation_of("GET", path) is None


def test_fields_have_their_types_lists_and_help() -> None:
    links = {one.name: one for one in operations()["ListLinks"].fields()}
    assert (links["page_size"].type, links["page_size"].least, links["page_size"].default) == ("integer", 1, 100)
    assert links["access_mode"].choices == ("single", "recurrent")
    assert links["id__in"].is_list
    assert links["created_at"].format == "date"
    created = {one.name: one for one in operations()["RegisterLink"].fields()}
    assert created["institution"].is_needed
    assert created["fetch_resources"].choices == ("EMPLOYMENTS", "OWNERS")
    assert all(one.help for operation in operations().values() for one in operation.fields() if one.place == "body")


def test_help_is_short_and_says_nothing_in_marks() -> None:
    told = {one.help for operation in operations().values() for one in operation.fields()}
    assert max(map(len, told)) <= description.LONGEST_HELP + 1
    assert not any(mark in text for text in told for mark in ("**", "](", "<a", "{%", "`"))


def test_credentials_and_tokens_are_secret_wherever_a_body_has_them() -> None:
    bodies = [one for operation in operations().values() for form in operation.forms for one in form.fields]
    assert {one.name for one in bodies if one.is_secret} == SECRET & {one.name for one in bodies}
    assert {"username", "password", "token", "session"} <= {one.name for one in bodies if one.is_secret}


def test_a_form_never_asks_for_the_keys() -> None:
    token = operations()["GenerateWidgetAccessToken"]
    assert not any(one.name in ("id", "password") for form in token.forms for one in form.fields)
