"""The form of an operation: a widget for each thing that it takes, by its type, with the description's help.

What is given stands in the address, so that a call can be sent to a colleague and kept as a snippet: all but what is
secret, which stays in the session until it is sent.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import streamlit as st

from actions.support import explorer
from belvo_client.description.operations import SECRET, Field, Operation
from components.ui import desk, query
from components.ui.text import plain, shorten
from languages import msg, say
from store.queries import query_params

OF_FIELDS = "f_"
"""Before the name of what is given, in the address."""

_FLAGS: Mapping[str, bool] = {"true": True, "false": False}
_PLACES = {"path": msg("In the path"), "body": msg("Body"), "query": msg("Parameters"), "header": msg("Headers")}
_HEIGHT = 120  # pixels of a field for JSON
_FIRST = 8
"""Parameters that are in view; a list has a hundred, most of them the same with another comparison."""

_LONGEST = 2_000  # characters of a value that is kept in the address


def draw_fields(operation: Operation, form: int) -> None:
    """Draw the widgets, those that are needed and used first."""
    fields = explorer.fields_of(operation, form, is_masked=desk.is_masked())
    for place, title in _PLACES.items():
        own = [one for one in fields if one.place == place]
        if not own:
            continue
        st.caption(say(title))
        near, far = _apart(own)
        _draw_all(operation, form, near)
        if far:
            with st.expander(
                say("{number} more", number=len(far)), icon=":material/tune:", key=f"more_{operation.id}_{form}_{place}"
            ):
                _draw_all(operation, form, far)


def _apart(fields: Sequence[Field]) -> tuple[list[Field], list[Field]]:
    """Those in view, and the others: what is needed or given comes first, then plain names before comparisons."""
    order = sorted(
        fields,
        key=lambda one: (not one.is_needed, query.first(f"{OF_FIELDS}{one.name}") is None, "__" in one.name),
    )
    if len(order) <= _FIRST + 2 or order[0].place == "body":
        return order, []
    used = sum(one.is_needed or query.first(f"{OF_FIELDS}{one.name}") is not None for one in order)
    most = max(_FIRST, used)
    return order[:most], order[most:]


def _draw_all(operation: Operation, form: int, fields: Sequence[Field]) -> None:
    with st.grid(2, min_column_width=190, gap="small"):
        for one in fields:
            _draw(one, _key(operation, form, one))


def _key(operation: Operation, form: int, one: Field) -> str:
    return f"given_{operation.id}_{form}_{one.name}"


def _draw(one: Field, key: str) -> None:
    """One widget; its value comes from the address once, and is the session's from then on."""
    label = f"{one.name} (needed)" if one.is_needed else one.name
    told = plain(one.help) or None
    if key not in st.session_state:
        st.session_state[key] = _initial(one)
    if one.is_secret:
        st.text_input(label, key=key, type="password", help=told, autocomplete="off")
    elif one.choices and one.is_list:
        st.multiselect(label, list(one.choices), key=key, help=told, placeholder=say("None"))
    elif one.choices or one.type == "boolean":
        options = list(one.choices) or [*_FLAGS]
        st.selectbox(label, options, index=None, key=key, help=told, placeholder=_default(one))
    elif _is_day(one):
        first, last = query_params.EARLIEST, query_params.LATEST
        st.date_input(label, value=None, key=key, help=told, format="YYYY-MM-DD", min_value=first, max_value=last)
    elif one.type == "integer":
        least, most = _bounds(one)
        st.number_input(
            label,
            value=None,
            key=key,
            step=1,
            format="%d",
            help=told,
            placeholder=_default(one),
            min_value=least,
            max_value=most,
        )
    elif one.type == "object":
        st.text_area(label, key=key, height=_HEIGHT, help=told, placeholder='{"name": "value"}')
    else:
        st.text_input(label, key=key, help=told, placeholder=_default(one) or _form_of(one))


def _is_day(one: Field) -> bool:
    """Whether it is one day; several stand in a text."""
    return one.format == "date" and not one.is_list and not one.name.endswith(("__in", "__range"))


def _bounds(one: Field) -> tuple[int | None, int | None]:
    return (None if one.least is None else int(one.least), None if one.most is None else int(one.most))


def _default(one: Field) -> str:
    return "" if one.default is None else say("{default} unless given", default=one.default)


def _form_of(one: Field) -> str:
    return "a, b, c" if one.is_list else {"uuid": say("An id"), "number": "1500.00"}.get(one.format or one.type, "")


def _initial(one: Field) -> Any:  # noqa: ANN401 - of any widget
    """The value that the address has for it, as its widget takes it; empty for what can't be read."""
    text = "" if one.is_secret else query.first(f"{OF_FIELDS}{one.name}") or ""
    if one.choices and one.is_list:
        return [part for part in text.split(",") if part in one.choices]
    if one.choices or one.type == "boolean":
        return text if text in (one.choices or _FLAGS) else None
    if _is_day(one):
        with suppress(ValueError):
            return query_params.parse_day(text)
        return None
    if one.type == "integer":
        return _within(one, query.whole(text))
    return text


def _within(one: Field, number: int | None) -> int | None:
    too_small = number is not None and one.least is not None and number < one.least
    too_large = number is not None and one.most is not None and number > one.most
    return None if too_small or too_large else number


def read(operation: Operation, form: int) -> tuple[dict[str, Any], list[str]]:
    """What the widgets were given, by name, secrets too, and what of it can't be read."""
    given: dict[str, Any] = {}
    wrong: list[str] = []
    for one in explorer.fields_of(operation, form, is_masked=desk.is_masked()):
        value = st.session_state.get(_key(operation, form, one))
        try:
            given[one.name] = _value(one, value)
        except ValueError as error:
            wrong.append(f"{one.name}: {error}")
    return given, wrong


def from_address(operation: Operation, form: int) -> dict[str, Any]:
    """What the address says is given, as it is sent; without what can't be read, and without secrets."""
    given: dict[str, Any] = {}
    for one in explorer.fields_of(operation, form, is_masked=desk.is_masked()):
        with suppress(ValueError):
            given[one.name] = _value(one, _initial(one))
    return given


def keep(operation: Operation, form: int, given: Mapping[str, Any]) -> None:
    """Write what was given into the address, but for what is secret."""
    fields = {one.name: one for one in operation.fields(form)}
    told = {
        f"{OF_FIELDS}{name}": [text]
        for name, value in given.items()
        if not fields[name].is_secret and (text := _written(value)) and len(text) <= _LONGEST
    }
    gone = {name for name in st.query_params if name.startswith(OF_FIELDS)}
    query.write(told, drop=(*query.PASSING, *gone))


def forget(operation: Operation, form: int) -> None:
    """Empty the fields that hold secrets, once they were sent."""
    for one in operation.fields(form):
        if one.is_secret:
            st.session_state.pop(_key(operation, form, one), None)


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return ",".join(map(str, value))
        case dict():
            return json.dumps(_without_secrets(value), ensure_ascii=False)
    return str(value)


def _without_secrets(value: Any) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            return {name: _without_secrets(one) for name, one in value.items() if name not in SECRET}
        case list():
            return [_without_secrets(one) for one in value]
    return value


def _value(one: Field, value: Any) -> Any:  # noqa: ANN401 - of any widget, to any JSON
    """As it is sent; None for what is not given."""
    match value:
        case None | "" | []:
            return None
        case date():
            return value.isoformat()
        case str() if one.type == "boolean":
            return _FLAGS[value]
        case str() if one.type == "object":
            return _object(value)
        case str() if one.is_list and one.place == "body":
            return [part.strip() for part in value.split(",") if part.strip()]
        case str() if one.type == "number":
            return _number(one, value)
        case str():
            return value if one.is_secret else value.strip() or None
    return value


def _number(one: Field, text: str) -> Any:  # noqa: ANN401 - a number in a body, its text in an address
    query_params.parse_amount(text.strip().removeprefix("-"))
    return float(text) if one.place == "body" else text.strip()


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise ValueError(say("is no JSON")) from None
    if not isinstance(found, dict):
        raise ValueError(say("is no object: {text}", text=shorten(text, 40)))
    return found
