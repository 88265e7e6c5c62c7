"""Tokens are kept by their digest, of no higher role than who makes them, and revoked by whom they are of."""

from datetime import timedelta

import pytest

from actions.access import tokens
from actions.access.tokens import NoSuchToken, NotMade
from domain.access.tokens import DAYS, MOST_DAYS, MOST_RATE, digest
from domain.roles import HERE, Actor, Role
from store import Database
from store.ops import audit
from store.ops.access import tokens as kept
from tests.kit.actors import TESTER
from tests.kit.rows import tuples

ALBA = Actor("alba@desk.example", Role.ANALYST, person="alba")
VERA = Actor("vera@desk.example", Role.VIEWER, person="vera")


def test_what_is_kept_is_a_digest_and_the_audit_tells_all_but_the_token(db: Database) -> None:
    secret = tokens.make(db, "reports", Role.ANALYST, actor=TESTER)
    found = kept.known_by(db, digest(secret))
    assert found is not None
    assert (found.name, found.role, found.expires_at - found.made_at) == ("reports", Role.ANALYST, timedelta(days=DAYS))
    assert kept.known_by(db, digest(f"{secret}x")) is None
    assert kept.known_by(db, secret) is None
    assert secret not in "".join(map(str, db.frame("SELECT * FROM tokens").to_numpy().ravel()))
    assert tuples(audit.table(db), "actor", "action", "did", "target", "details") == [
        ("tester", "make_token", "token made", "reports", '{"role":"analyst","days":90,"rate":120}')
    ]


def test_no_two_tokens_are_alike(db: Database) -> None:
    made = {tokens.make(db, f"reports-{number}", Role.VIEWER, actor=TESTER) for number in range(20)}
    assert len(made) == 20
    assert {len(secret) for secret in made} == {len("linkdesk_") + 43}


@pytest.mark.parametrize(
    ("name", "role", "days", "rate", "said"),
    [
        ("", Role.VIEWER, 1, 1, "letters, digits"),
        ("ana lópez", Role.VIEWER, 1, 1, "letters, digits"),
        ("x" * 41, Role.VIEWER, 1, 1, "40 at most"),
        ("reports", Role.OPERATOR, 1, 1, "no token of a higher one"),
        ("reports", Role.VIEWER, 0, 1, f"1 to {MOST_DAYS} days"),
        ("reports", Role.VIEWER, MOST_DAYS + 1, 1, f"1 to {MOST_DAYS} days"),
        ("reports", Role.VIEWER, 1, 0, "times a minute"),
        ("reports", Role.VIEWER, 1, MOST_RATE + 1, "times a minute"),
    ],
)
def test_what_makes_no_token_is_said(db: Database, name: str, role: Role, days: int, rate: int, said: str) -> None:
    with pytest.raises(NotMade, match=said):
        tokens.make(db, name, role, actor=ALBA, days=days, rate=rate)
    assert kept.of_all(db) == []


def test_a_name_is_given_once_even_after_it_was_revoked(db: Database) -> None:
    tokens.make(db, "reports", Role.VIEWER, actor=TESTER)
    tokens.revoke(db, "reports", actor=TESTER)
    with pytest.raises(NotMade, match="Choose another name"):
        tokens.make(db, "reports", Role.VIEWER, actor=TESTER)


def test_only_whom_it_is_of_and_who_may_see_all_revoke_one(db: Database) -> None:
    tokens.make(db, "of-alba", Role.VIEWER, actor=ALBA)
    tokens.make(db, "of-here", Role.VIEWER, actor=HERE)
    for stranger, name in ((VERA, "of-alba"), (ALBA, "of-here"), (VERA, "of-nobody")):
        with pytest.raises(NoSuchToken, match=name):
            tokens.revoke(db, name, actor=stranger)
    assert [token.name for token in tokens.seen_by(db, ALBA)] == ["of-alba"]
    assert tokens.seen_by(db, Actor("other", Role.OPERATOR)) == []
    assert tokens.revoke(db, "of-alba", actor=ALBA)
    assert tokens.revoke(db, "of-here", actor=TESTER)
    assert not tokens.revoke(db, "of-here", actor=TESTER)
    assert all(token.revoked_at for token in kept.of_all(db))
