"""Signing in and out, as the store and the audit keep it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from actions.access import sign_ins, tokens
from domain.access.sign_ins import Limits, SignIn
from domain.roles import Actor, Role
from sign_in import Visitor
from store import Database
from store.ops import audit
from store.ops.access import sign_ins as stored
from store.ops.access import tokens as kept
from tests.kit.rows import tuples

LIMITS = Limits(idle=timedelta(minutes=30), longest=timedelta(hours=12))
ANA = Visitor("ana-at-provider", "ana@desk.example", Actor("ana@desk.example", Role.VIEWER))
STRANGER = Visitor("stranger-at-provider", "x@else.example", None)


def admit(db: Database, id_: str, visitor: Visitor = ANA, *, ago: timedelta = timedelta()) -> SignIn | None:
    now = datetime.now(UTC)
    return sign_ins.admit(db, id_, visitor, LIMITS, provider="google", signed_at=now - ago, address="10.0.0.7")


def test_a_sign_in_is_noted_once(db: Database) -> None:
    first = admit(db, "one")
    assert first is not None
    assert admit(db, "one") == first
    assert tuples(audit.table(db), "actor", "action", "outcome", "address", "details") == [
        ("ana@desk.example", "sign_in", "done", "10.0.0.7", '{"provider":"google","role":"viewer"}')
    ]


def test_whom_nobody_lets_in_is_noted_as_refused(db: Database) -> None:
    assert admit(db, "one", STRANGER)
    assert tuples(audit.table(db), "actor", "action", "did", "outcome", "address", "details") == [
        ("x@else.example", "refused", "sign_in", "refused", "10.0.0.7", '{"provider":"google","attempted":"sign_in"}')
    ]


def test_what_somebody_made_has_no_more_than_they_have_by_now(db: Database) -> None:
    admin = Actor("ana@desk.example", Role.ADMIN, person=ANA.person)
    for name, role in (("reports", Role.ADMIN), ("small", Role.VIEWER)):
        tokens.make(db, name, role, actor=admin)
    tokens.make(db, "others", Role.ADMIN, actor=replace(admin, person="somebody else"))

    def roles() -> dict[str, Role | None]:
        return {one.name: None if one.revoked_at else one.role for one in kept.of_all(db)}

    assert admit(db, "one")
    assert roles() == {"reports": Role.VIEWER, "small": Role.VIEWER, "others": Role.ADMIN}
    assert admit(db, "two", replace(ANA, actor=None))
    assert roles() == {"reports": None, "small": None, "others": Role.ADMIN}
    told = audit.table(db)
    assert {("reports", "token held"), ("reports", "token revoked"), ("small", "token revoked")} <= {
        *zip(told["target"], told["did"], strict=True)
    }


def test_an_unknown_one_that_is_not_new_does_not_begin(db: Database) -> None:
    assert admit(db, "one", ago=timedelta(minutes=6)) is None
    assert audit.table(db).empty


def test_an_idle_one_is_over_until_something_is_done(db: Database) -> None:
    began = datetime.now(UTC) - timedelta(minutes=31)
    with db.write() as connection:
        stored.begin(connection, "one", person="p", actor="a", provider="google", signed_at=began)
        stored.begin(connection, "two", person="p", actor="a", provider="google", signed_at=began)
        stored.see(connection, "two", datetime.now(UTC))
        stored.see(connection, "two", began)  # told late by another process
    assert admit(db, "one") is None
    assert admit(db, "two")


def test_one_that_ends_by_itself_is_told_once_and_why(db: Database) -> None:
    began = datetime.now(UTC) - timedelta(minutes=31)
    with db.write() as connection:
        for id_, signed_at in (("idle", began), ("old", began - LIMITS.longest)):
            stored.begin(connection, id_, person="p", actor=ANA.name, provider="google", signed_at=signed_at)
        stored.see(connection, "old", datetime.now(UTC))
    for id_ in ("idle", "old", "idle", "old"):
        assert admit(db, id_) is None
    assert tuples(audit.table(db), "actor", "action", "did") == [
        (ANA.name, "sign_out", "signed in for too long"),
        (ANA.name, "sign_out", "idle for too long"),
    ]
    with db.write() as connection:
        stored.see(connection, "idle", datetime.now(UTC))
    assert admit(db, "idle") is None


def test_signing_out_ends_this_one_alone(db: Database) -> None:
    admit(db, "one"), admit(db, "two")
    for _ in range(2):
        sign_ins.sign_out(db, "one", ANA.name, address="10.0.0.7")
    assert admit(db, "one") is None
    assert admit(db, "two")
    assert tuples(audit.table(db), "action") == [("sign_out",), ("sign_in",), ("sign_in",)]


def test_signing_out_everywhere_ends_all_of_this_person(db: Database) -> None:
    admit(db, "one"), admit(db, "two"), admit(db, "others", STRANGER)
    assert ANA.actor
    assert sign_ins.sign_out_everywhere(db, ANA.person, actor=ANA.actor) == 2
    assert [admit(db, "one"), admit(db, "two")] == [None, None]
    assert admit(db, "others", STRANGER)
    assert tuples(audit.table(db, limit=1), "actor", "action", "details") == [
        ("ana@desk.example", "sign_out", '{"everywhere":2}')
    ]


def test_what_no_browser_keeps_any_more_is_forgotten(db: Database) -> None:
    with db.write() as connection:
        old = datetime.now(UTC) - timedelta(days=40)
        stored.begin(connection, "old", person="p", actor="a", provider="google", signed_at=old)
    admit(db, "new")
    assert [*stored.find(db, ["old", "new"])] == ["new"]
