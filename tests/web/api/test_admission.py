"""A token in `Authorization: Bearer` lets a program in, and nothing else does; while it counts, and so often."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from actions.access import tokens
from domain import roles
from domain.access.tokens import digest
from domain.roles import Role, Row
from store.core import instants
from store.ops import audit
from store.ops.access import tokens as kept
from tests.kit import bodies
from tests.kit.actors import TESTER
from tests.kit.files import file_of
from tests.kit.rows import save
from tests.web.api.conftest import NEEDED, ROOT, Desk
from web.guard import Guard
from web.limits import Limits

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def desk(make_desk: Callable[[], Desk]) -> Desk:
    made = make_desk()
    save(made.context.database, "accounts", bodies.account())
    return made


@pytest.fixture(scope="module")
def addresses(desk: Desk) -> list[str]:
    described = desk.http.get("/api/v1/openapi.json")
    assert described.status_code == 200
    return [path.replace("{link}", bodies.LINK).replace("{external_id}", "x") for path in described.json()["paths"]]


def with_header(desk: Desk, header: str, address: str = "/accounts") -> int:
    return desk.http.get(f"/api/v1{address}", headers={"authorization": header}).status_code


def test_without_a_token_no_address_answers(desk: Desk, addresses: list[str]) -> None:
    assert len(addresses) > 35
    for address in [*addresses, "/nothing"]:
        answer = desk.ask(address, None)
        assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM), address
        assert answer.headers["www-authenticate"] == 'Bearer realm="Linkdesk"'
        assert answer.json()["title"] == "Unauthorized"


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_each_address(desk: Desk, addresses: list[str], role: Role) -> None:
    found = {address: desk.ask(address, role).status_code for address in addresses}
    needy = {path for path in addresses if path in NEEDED}
    unknown = {address for address in addresses if address.startswith(("/links/", "/people/"))}
    assert {address for address, status in found.items() if status == 422} == needy
    assert {address for address, status in found.items() if status == 404} == unknown
    assert {*found.values()} == {200, 404, 422}


def test_what_its_role_may_not_is_refused_and_on_record(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_from = Row("Pages", frozenset({Role.ADMIN}), pages=frozenset({"accounts", "links", "match", "quality"}))
    monkeypatch.setattr(roles, "TABLE", (kept_from, *roles.TABLE[1:]))
    for address in ("/figures/accounts", "/links", f"/match?link={bodies.LINK}", f"/quality?link={bodies.LINK}"):
        answer = desk.ask(address, Role.VIEWER)
        assert (answer.status_code, answer.headers["content-type"]) == (403, PROBLEM)
    assert desk.ask("/figures/accounts", Role.ADMIN).status_code == 200
    told = audit.table(desk.context.database)
    refused = told[told["outcome"] == "refused"]
    assert {*refused["actor"]} == {"token of-viewer"}
    assert {*refused["did"]} == {"accounts", "links", "match", "quality"}


@pytest.mark.parametrize("scheme", ["", "Basic ", "Token ", "Bearer", "bearer "])
def test_other_ways_to_send_it_are_none(desk: Desk, scheme: str) -> None:
    expected = 200 if scheme == "bearer " else 401
    assert with_header(desk, f"{scheme}{desk.tokens[Role.ADMIN]}") == expected


def test_neither_a_cookie_nor_the_address_nor_a_part_of_it_lets_in(desk: Desk) -> None:
    secret = desk.tokens[Role.ADMIN]
    for name in ("token", "authorization", "_streamlit_user"):
        desk.http.cookies.set(name, f"Bearer {secret}")
    assert desk.http.get("/api/v1/accounts").status_code == 401
    desk.http.cookies.clear()
    for name in ("access_token", "token", "authorization"):
        assert desk.http.get("/api/v1/accounts", params={name: secret}).status_code == 401
    assert with_header(desk, f"Bearer {secret[:-1]}") == 401
    assert with_header(desk, f"Bearer {digest(secret)}") == 401
    twice = [("authorization", f"Bearer {secret}")] * 2
    assert desk.http.get("/api/v1/accounts", headers=twice).status_code == 401


def test_a_token_that_is_none_is_told_so(desk: Desk) -> None:
    answer = desk.http.get("/api/v1/accounts", headers={"authorization": "Bearer linkdesk_x"})
    assert answer.headers["www-authenticate"] == 'Bearer realm="Linkdesk", error="invalid_token"'


def test_it_counts_no_more_from_the_moment_it_is_revoked_or_its_days_are_over(desk: Desk) -> None:
    db = desk.context.database
    revoked, ended = (tokens.make(db, f"{name}-soon", Role.VIEWER, actor=TESTER) for name in ("revoked", "ended"))
    assert with_header(desk, f"Bearer {revoked}") == with_header(desk, f"Bearer {ended}") == 200
    tokens.revoke(db, "revoked-soon", actor=TESTER)
    with db.write() as connection:
        past = instants.encode(datetime.now(UTC) - timedelta(seconds=1))
        connection.execute("UPDATE tokens SET expires_at = :at WHERE name = 'ended-soon'", {"at": past})
    assert with_header(desk, f"Bearer {revoked}") == with_header(desk, f"Bearer {ended}") == 401


def test_beyond_its_rate_it_waits_and_others_do_not(desk: Desk) -> None:
    slow = tokens.make(desk.context.database, "slow", Role.VIEWER, actor=TESTER, rate=3)
    assert [with_header(desk, f"Bearer {slow}") for _ in range(4)] == [200, 200, 200, 429]
    answer = desk.http.get("/api/v1/accounts", headers={"authorization": f"Bearer {slow}"})
    assert answer.headers["content-type"] == PROBLEM
    assert 1 <= int(answer.headers["retry-after"]) <= 20
    assert desk.ask("/accounts").status_code == 200


def test_when_it_was_used_last_is_kept_to_the_minute(desk: Desk) -> None:
    secret = tokens.make(desk.context.database, "used", Role.VIEWER, actor=TESTER)

    def used_at() -> datetime | None:
        found = kept.named(desk.context.database, "used")
        assert found is not None
        return found.used_at

    assert used_at() is None
    with_header(desk, f"Bearer {secret}")
    first = used_at()
    assert first is not None
    with_header(desk, f"Bearer {secret}")
    assert used_at() == first


def test_the_token_is_in_no_file_no_log_and_no_answer(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = tokens.make(desk.context.database, "planted", Role.ADMIN, actor=TESTER)
    header = {"authorization": f"Bearer {secret}"}
    answers = [
        desk.http.get(f"/api/v1{address}", headers=header)
        for address in ("/accounts", "/links/nobody", "/accounts?limit=x", "/nothing")
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 422, 404]
    desk.context.database.checkpoint()
    folder = file_of(desk.context.database).parent
    kept_bytes = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert digest(secret).encode() in kept_bytes
    assert secret.encode() not in kept_bytes
    assert not [answer for answer in answers if secret in answer.text or secret in str(answer.headers)]
    assert secret not in caplog.text


def test_no_other_sites_page_may_read_it(desk: Desk) -> None:
    preflight = {"origin": "https://evil.example", "access-control-request-method": "GET"}
    answer = desk.http.options("/api/v1/accounts", headers=preflight)
    assert answer.status_code == 401
    read = desk.http.get(
        "/api/v1/accounts",
        headers={"origin": "https://evil.example", "authorization": f"Bearer {desk.tokens[Role.ADMIN]}"},
    )
    assert not [name for name in (*answer.headers, *read.headers) if name.startswith("access-control")]
    assert "set-cookie" not in read.headers


@pytest.fixture
def guarded(desk: Desk) -> Iterator[TestClient]:
    app = desk.http.app
    assert isinstance(app, Starlette)
    limited = Limits(app, who=lambda _scope: "one", most={"/api/": 2})
    with TestClient(Guard(limited, policy="default-src 'self'"), base_url=ROOT, client=("127.0.0.1", 1)) as client:
        yield client


def test_what_the_server_itself_refuses_is_a_problem_as_well(guarded: TestClient) -> None:
    other = guarded.get("/api/v1/accounts", headers={"host": "evil.example"})
    assert (other.status_code, other.headers["content-type"]) == (400, PROBLEM)
    answers = [guarded.get("/api/v1/accounts") for _ in range(3)]
    assert [(one.status_code, one.headers["content-type"]) for one in answers[1:]] == [(401, PROBLEM), (429, PROBLEM)]
    assert answers[0].headers["cache-control"] == "no-store"
