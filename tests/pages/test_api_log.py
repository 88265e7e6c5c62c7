"""API log: every call to Belvo, what went wrong in them, and any of them by any id."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from store import Database
from store.core import instants
from store.ops import calls
from store.ops.calls import Bodies, Call
from store.write import links
from tests.kit import bodies
from tests.kit.bank import NOW
from tests.pages.reading import OpenPage, charts, figures, run, table, texts, verbatim

TABLE = "Calls to Belvo with their outcome, path, time taken and code"
ERRORS = "Errors by code, how often, what they mean and what to do"
LINK = "6fdd5a8e-0b8c-4f5e-9d39-0a6a3c1d2e4f"

CALLS = [
    Call("", "GET", "/api/links/", "page_size=1000", 200, 12, 512),
    Call("", "GET", "/api/transactions/", f"link={LINK}", 200, 40, 90_000, link=LINK, job=7),
    Call("", "POST", "/api/accounts/", None, 428, 900, 300, "a" * 32, "token_required", "A token is needed", LINK),
    Call("", "POST", "/api/accounts/", None, 428, 800, 300, "b" * 32, "token_required", "A **token** is needed", LINK),
    Call("", "GET", "/api/owners/", None, 500, 70, 100, "c" * 32, "unexpected_error", "Oops"),
    Call("", "GET", "/api/bills/", None, None, 5000),
]


@pytest.fixture
def logged(db: Database) -> int:
    with db.write() as connection:
        made = [
            Call(
                instants.encode(NOW - timedelta(minutes=60 - place)),
                *[getattr(call, name) for name in call.__slots__[1:]],
            )
            for place, call in enumerate(CALLS)
        ]
        calls.record_many(connection, made)
        links.save(connection, bodies.link(LINK, external_id="customer-7"))
    return len(made)


def test_an_empty_log_says_what_will_be_here(open_page: OpenPage) -> None:
    app = open_page("api_log")
    assert len(app.dataframe) == 0
    assert "Belvo has not been called yet. Every call will be here." in texts(app)


@pytest.mark.usefixtures("logged")
def test_the_newest_call_comes_first_and_errors_are_grouped_with_advice(open_page: OpenPage) -> None:
    app = open_page("api_log")
    rows = table(app, TABLE)
    assert rows["address"].tolist()[0] == "/api/bills/"
    assert [state for (state,) in rows["outcome"]] == [
        "? No answer",
        "! Failed",
        "✕ Refused",
        "✕ Refused",
        "✓ OK",
        "✓ OK",
    ]
    errors = table(app, ERRORS)
    assert errors[["code", "calls"]].to_dict("records")[0] == {"code": "token_required", "calls": 2}
    assert errors["action"].str.len().min() > 0
    assert figures(app) == {"Calls": "6", "Errors": "4", "Kinds of error": "3"}


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ({"find": "c" * 32}, ["/api/owners/"]),
        ({"find": LINK, "outcome": "ok"}, [f"/api/transactions/?link={LINK}"]),
        ({"find": "bills"}, ["/api/bills/"]),
        ({"find": LINK[:8], "method": "POST"}, ["/api/accounts/"] * 2),
        ({"find": "customer-7", "outcome": "ok"}, [f"/api/transactions/?link={LINK}"]),
        ({"outcome": "server_error"}, ["/api/owners/"]),
        ({"method": "POST"}, ["/api/accounts/"] * 2),
        ({"since": "2200-01-01"}, []),
    ],
    ids=str,
)
def test_any_id_finds_its_calls(query: dict[str, str | Sequence[str]], paths: list[str], open_page: OpenPage) -> None:
    app = open_page("api_log", **query)
    assert (table(app, TABLE)["address"].tolist() if paths else []) == paths


@pytest.mark.usefixtures("logged")
def test_a_call_opens_with_advice_and_as_curl(db: Database, open_page: OpenPage) -> None:
    refused = calls.page(db, calls.CallFilter(id="b" * 32))["call"].iloc[0]
    app = open_page("api_log", call=str(refused))
    said = texts(app)
    assert "A **token** is needed" in said
    code = verbatim(app)
    assert "POST /api/accounts/" in code
    command = next(block for block in code if block.startswith("curl"))
    assert command.startswith('curl -u "$BELVO_SECRET_ID:$BELVO_SECRET_PASSWORD"')
    assert command.endswith("http://127.0.0.1:9/api/accounts/")
    assert "local-sandbox" not in command


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("call", ["999", "9" * 19, "9" * 5000, "x"], ids=["old", "long", "longer", "no number"])
def test_a_call_that_is_not_kept_any_more_is_said(call: str, open_page: OpenPage) -> None:
    assert any("not kept any more" in text for text in texts(open_page("api_log", call=call)))


@pytest.mark.usefixtures("logged")
def test_a_filter_is_written_into_the_address(open_page: OpenPage) -> None:
    app = run(open_page("api_log").text_input(key="find").set_value("owners"))
    assert dict(app.query_params) == {"find": "owners"}
    assert len(table(app, TABLE)) == 1


def test_a_post_is_copied_as_curl_whole_and_its_bodies_are_shown(db: Database, open_page: OpenPage) -> None:
    told = Bodies(f'{{"link":"{LINK}","username":"[hidden]"}}', '[{"code":"login_error","message":"a cut answ')
    with db.write() as connection:
        calls.record_many(connection, [Call("2026-11-24T09:00:00.000000Z", "POST", "/api/links/", status=400)], [told])
    app = open_page("api_log", call="1")
    command = next(text for text in verbatim(app) if text.startswith("curl"))
    assert f'\\"link\\": \\"{LINK}\\"' in command
    assert '\\"username\\": \\"${USERNAME}\\"' in command
    assert any("USERNAME is not kept: set them, too." in text for text in texts(app))
    assert json.loads(app.json[0].value) == {"link": LINK, "username": "[hidden]"}
    assert any(text.endswith("a cut answ…") for text in verbatim(app))


@pytest.mark.usefixtures("logged")
def test_calls_are_drawn_over_time(db: Database, open_page: OpenPage) -> None:
    assert charts(open_page("api_log")) == []  # all of one hour
    earlier = instants.encode(NOW - timedelta(hours=5))
    with db.write() as connection:
        calls.record_many(connection, [Call(earlier, "GET", "/api/", status=200, milliseconds=40)])
    (told,) = charts(open_page("api_log"))
    assert told.startswith("Calls over time: 7 calls, 4 errors; 95 of 100 took up to ")


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("job", ["abc", "7.5", "-7", "9" * 30, "\N{ARABIC-INDIC DIGIT ONE}23x"])
def test_a_pull_that_is_no_number_of_one_is_said_to_be_none(job: str, open_page: OpenPage) -> None:
    said = " ".join(texts(open_page("api_log", job=job)))
    assert f"Pull: “{job}” is no whole number such as 12." in said


@pytest.mark.usefixtures("logged")
def test_a_pull_shows_its_own_calls(open_page: OpenPage) -> None:
    app = open_page("api_log", job="7")
    assert figures(app)["Calls"] == "1"
    assert app.number_input(key="job").value == 7
