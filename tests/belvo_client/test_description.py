"""What the catalogue says of a resource is what Belvo's description says of it."""

from typing import Any, get_type_hints

import pytest

from belvo_client import types
from belvo_client.catalogue import Catalogue
from belvo_client.resources import Offered, Resource
from tests.belvo_client import description

KEPT = description.read()

RESOURCES = [made.resource for made in vars(Catalogue).values() if isinstance(made, Offered)]
RETRIEVED = [resource for resource in RESOURCES if resource.name not in ("institutions", "links", "consents")]

#: What is described as needed and is not: Belvo's JavaScript SDK leaves it out, and gets yearly returns.
LEFT_OUT = {"tax_returns": {"type"}}

by_resource = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
by_retrieved = pytest.mark.parametrize("resource", RETRIEVED, ids=lambda resource: resource.name)


def whole(part: dict[str, Any]) -> dict[str, Any]:
    """The component that a part refers to, or the part itself."""
    for kind, name in description.references(part) if "$ref" in part else ():
        return whole(KEPT["components"][kind][name])
    return part


def parameters(resource: Resource, method: str, where: str) -> dict[str, dict[str, Any]]:
    operation = KEPT["paths"][f"/api/{resource.path}"][method]
    found = [whole(parameter) for parameter in operation.get("parameters", [])]
    return {parameter["name"]: parameter for parameter in found if parameter["in"] == where}


def bodies(resource: Resource) -> list[dict[str, Any]]:
    """The forms that a retrieve's body can have."""
    answer = KEPT["paths"][f"/api/{resource.path}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body = whole(answer)
    return [whole(form) for form in body.get("oneOf", body.get("anyOf", [body]))]


@by_resource
def test_a_list_takes_the_filters_that_are_described(resource: Resource) -> None:
    assert resource.all_filters.keys() == parameters(resource, "get", "query").keys()


@by_resource
def test_a_list_needs_a_link_where_that_is_described(resource: Resource) -> None:
    link = parameters(resource, "get", "query").get("link", {})
    assert resource.of_link == link.get("required", False)


@by_retrieved
def test_a_retrieve_takes_what_is_described(resource: Resource) -> None:
    described = {name for form in bodies(resource) for name in form["properties"]}
    assert resource.needs | resource.takes | {"link", "save_data"} == described


@by_retrieved
def test_a_retrieve_needs_what_is_described(resource: Resource) -> None:
    described = set.intersection(*(set(form["required"]) for form in bodies(resource)))
    assert resource.needs | {"link"} == described - LEFT_OUT.get(resource.name, set())


@by_retrieved
def test_a_retrieve_can_be_answered_later_where_that_is_described(resource: Resource) -> None:
    assert resource.asynchronous == bool(parameters(resource, "post", "header"))


@by_retrieved
def test_an_object_can_be_deleted_where_that_is_described(resource: Resource) -> None:
    assert resource.deletable == ("delete" in KEPT["paths"][f"/api/{resource.path}{{id}}/"])


@pytest.mark.parametrize(
    ("shape", "keys"),
    [
        (types.TokenBody, ()),
        (types.WidgetOptions, ("widget",)),
        (types.Branding, ("widget", "branding")),
        (types.CallbackUrls, ("widget", "callback_urls")),
        (types.ThemeEntry, ("widget", "theme")),
        (types.ConsentRequest, ("widget", "consent")),
        (types.IdentificationInfo, ("widget", "consent", "identification_info")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_request_for_a_token_may_say_all_that_is_described(shape: type, keys: tuple[str, ...]) -> None:
    answer = KEPT["paths"]["/api/token/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    described = {name for form in answer["oneOf"] for name in below(whole(form), keys)["properties"]}
    assert described <= get_type_hints(shape).keys()


def below(schema: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """What lies at a path of properties, in the members of lists too; an empty object where a form has no such path."""
    for key in keys:
        schema = whole(schema["properties"].get(key, {"properties": {}}))
        schema = whole(schema.get("items", schema))
    return schema


def test_what_is_kept_is_cut_as_a_new_one_would_be() -> None:
    assert (
        description.KEPT.read_text(encoding="utf-8") == description.written(description.cut(description.whole())) + "\n"
    )


def test_what_is_cut_away_is_bad_answers_and_what_only_they_name_and_all_prose_but_short_help() -> None:
    schemas = {
        "Row": {"title": "Row", "type": "object", "properties": {"title": {"type": "string", "example": "Sr."}}},
        "Error": {"type": "object"},
    }
    answers = {
        "200": {"description": "Fine.", "content": {"application/json": {"schema": reference("Row")}}},
        "400": {"content": {"application/json": {"schema": reference("Error")}}},
    }
    day = {"name": "day", "schema": {"type": "string"}, "description": "The **day**. In the [past](https://a.b)."}
    found = description.cut(
        {
            "openapi": "3.0.2",
            "info": {"title": "Belvo", "version": "1", "description": "Long."},
            "tags": [],
            "paths": {
                "/api/rows/": {
                    "get": {"operationId": "rows", "summary": "Rows", "parameters": [day], "responses": answers}
                },
            },
            "components": {"schemas": schemas},
        }
    )
    assert found == {
        "openapi": "3.0.2",
        "info": {"title": "Belvo", "version": "1"},
        "paths": {
            "/api/rows/": {
                "get": {
                    "operationId": "rows",
                    "summary": "Rows",
                    "parameters": [{"name": "day", "schema": {"type": "string"}, "x-help": "The day."}],
                    "responses": {"200": {"content": {"application/json": {"schema": reference("Row")}}}},
                },
            }
        },
        "components": {"schemas": {"Row": {"type": "object", "properties": {"title": {"type": "string"}}}}},
    }


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
