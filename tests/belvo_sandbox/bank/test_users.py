"""The listed users: who they are to the sandbox, and which password is theirs."""

import pytest

from belvo_sandbox.bank import users
from belvo_sandbox.core.errors import ApiError
from belvo_sandbox.lifecycle import scripted_logins
from belvo_sandbox.people import DEMO_SCENARIOS, EXAMPLES

# Published by Belvo; the last two columns are ours: the life behind the user, and whose it is.
PUBLISHED = [
    ("bnk100", "full", "full", "individual"),
    ("bnk101", "nodata", "nodata", "without data"),
    ("bnk102", "low", "low", "with little data"),
    ("bnk103", "negative", "negative", "overdrawn"),
    ("fiscal100", "full", "full", "individual"),
    ("fiscal101", "nodata", "nodata", "without data"),
    ("fiscal102", "low", "low", "with little data"),
    ("PFIS010101000", "individual", "full", "individual"),
    ("PMO010101000", "business", "company", "company"),
    ("BLPM951331IONVGR54", None, "full", "individual"),
    ("user_valid", "pass_valid", "full", "individual"),
    ("adv_valid", "pass_valid", "full", "individual"),
    ("mfa_default", "pass_valid", "full", "individual"),
    ("mfa_qr", "qr_code", "full", "individual"),
    ("mfa_numeric", "numeric_code", "full", "individual"),
]
OTHER_BANK = "two_banks_other"
OURS = ["messy", *DEMO_SCENARIOS, *(name for name in EXAMPLES if name != OTHER_BANK)]


@pytest.mark.parametrize(("name", "password", "scenario", "identity"), PUBLISHED)
def test_a_published_user_has_its_password_and_its_life(
    name: str, password: str | None, scenario: str, identity: str
) -> None:
    user = users.LISTED[name]
    assert (user.password, user.scenario, user.identity) == (password, scenario, identity)
    users.log_in(name, password)
    users.log_in(name, None)


@pytest.mark.parametrize(("name", "password"), [(name, password) for name, password, *_ in PUBLISHED if password])
def test_another_password_is_refused(name: str, password: str) -> None:
    with pytest.raises(ApiError) as refused:
        users.log_in(name, f"{password}x")
    assert [fault.code for fault in refused.value.items] == ["login_error"]


@pytest.mark.parametrize(("name", "password"), [("user_invalid", "pass_valid"), ("anybody", "pass_invalid")])
def test_what_is_published_as_invalid_is_refused(name: str, password: str) -> None:
    with pytest.raises(ApiError):
        users.log_in(name, password)


def test_each_user_of_ours_is_a_person_of_their_own() -> None:
    assert {name: users.LISTED[name].scenario for name in OURS} == {name: name for name in OURS}
    assert len({users.person_key(1, name, "an account") for name in OURS}) == len(OURS)
    assert set(users.LISTED) == {name for name, *_ in PUBLISHED} | {*OURS, OTHER_BANK}


def test_who_banks_at_two_banks_is_one_person_under_two_users() -> None:
    assert users.LISTED[OTHER_BANK].scenario == OTHER_BANK
    assert users.person_key(1, "two_banks", "an account") == users.person_key(1, OTHER_BANK, "another")


@pytest.mark.parametrize("name", ["bulk_1", "bulk_100000", "bulk_999999", "bulk_1000000"])
def test_a_user_for_load_has_as_much_as_the_name_says(name: str) -> None:
    assert (name in users.LISTED, users.scenario(name), scripted_logins.is_listed(name)) == (True, name, True)


@pytest.mark.parametrize("name", ["bulk_0", "bulk_", "bulk_007", "bulk_1000001", "bulk_9999999", "bulk_²", "Bulk_1"])
def test_other_names_are_no_users_for_load(name: str) -> None:
    assert (name in users.LISTED, users.scenario(name), scripted_logins.is_listed(name)) == (False, "full", False)


def test_somebody_who_is_not_listed_lives_as_bnk100_does_but_a_life_of_their_own() -> None:
    users.log_in("somebody", "anything")
    assert (users.scenario("somebody"), users.scenario(None)) == ("full", "full")
    assert users.person_key(1, None, "their account") == "their account"


def test_whose_life_it_is_depends_on_the_seed_and_not_on_the_bank() -> None:
    same = {users.person_key(1, name, bank) for name in ("bnk100", "fiscal100") for bank in ("one", "other")}
    assert len(same) == 1
    assert users.person_key(2, "bnk100", "one") not in same
