"""People of the local Belvo whom somebody connects without the widget, as a person with their password would."""

from dataclasses import dataclass, field
from typing import Any

from actions.local_belvo import Control
from actions.permission import allowed, note
from belvo_client import BelvoClient, Link
from domain.roles import Actor
from languages import msg
from resources import pulled_resources
from settings import Settings
from store import Database
from store.core import instants
from store.ops import jobs
from store.write import institutions, links
from sync import historical


@dataclass(frozen=True, slots=True)
class Login:
    """A person at an institution of the local Belvo; everybody's password there is published."""

    institution: str
    username: str
    external_id: str
    password: str | None = field(default="full", repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the local Belvo: what they show, and where they can be connected.

    Of those who are examples it is known what is true; the others are there to be looked at.
    """

    id: str
    shows: str
    logins: tuple[Login, ...]
    is_example: bool = False


def _at(external_id: str, username: str, *institutions: str, password: str | None = "full") -> tuple[Login, ...]:  # noqa: S107 - published
    return tuple(Login(name, username, external_id, password) for name in institutions)


SCENARIOS = (
    Person(
        "salaried",
        msg("A salary in Mexico City, at a bank, the tax authority and social security."),
        _at("ana-salaried", "salaried", "erebor_mx_retail", "tatooine_mx_fiscal", "planet_mx_employment"),
    ),
    Person(
        "gig_driver",
        msg("Weekly pay of a driver in São Paulo."),
        _at("gil-driver", "gig_driver", "gringotts_br_retail"),
    ),
    Person(
        "family", msg("A family that is overdrawn each month."), _at("family-home", "family", "gringotts_mx_retail")
    ),
    Person(
        "company",
        msg("A small company, at its bank and at the tax authority, and its owner at social security."),
        _at("small-company", "company", "gotham_mx_business", "tatooine_mx_fiscal", "planet_mx_employment"),
    ),
    Person("pensioner", msg("A monthly pension."), _at("pia-pensioner", "pensioner", "erebor_mx_retail")),
    Person(
        "job_changer",
        msg("Somebody who changed employer."),
        _at("joel-changer", "job_changer", "erebor_mx_retail", "planet_mx_employment"),
    ),
    Person(
        "open_finance",
        msg("A consent of open finance in Brazil, which ends one day."),
        _at("caio-consent", "76109277673", "ofmockbank_br_retail", password=None),
    ),
    Person(
        "expires_30",
        msg("A bank that has the password changed thirty days after each login."),
        _at("eva-expires", "expires_30", "erebor_mx_retail"),
    ),
    Person(
        "messy",
        msg("Everything odd that banks send: formulas, HTML, emoji, 0.00 and 99,999,999.99."),
        _at("max-messy", "messy", "erebor_mx_retail", password="messy"),  # noqa: S106 - published
    ),
)
"""The people of the local Belvo's README whom a demo shows."""

SHOWN_BY_EXAMPLES = frozenset(
    {
        msg("From May to December the job is less, and pays four fifths."),
        msg("Two employers pay at the same time."),
        msg(
            "The salary goes to one bank, from which the other one is filled: "
            "up to three days lie between both ends. A friend pays in the same amount, by chance."
        ),
        msg("The rent is a transfer to a person, and no category says so."),
        msg("Nine stakes a month, by card at night, and sometimes something won."),
        msg("A small loan in most months, paid back in the next with 18 %."),
        msg("Some invoices are never paid, and some in three parts, each with its complement."),
        msg("Tax returns tell of 70 % of what is invoiced and paid."),
        msg("One person under two external ids; and now and then the bank shows a purchase twice that was made once."),
        msg("Each year the bank has no record of nine days in October."),
        msg("The last digit of the CURP is another."),
        msg("The account ends each month below zero."),
    }
)
"""What the local Belvo says of its examples, which it says in English: here so that it can be said in others."""


def people(settings: Settings) -> list[Person]:
    """All of them, the examples last; raises ControlFailed."""
    with Control.of(settings) as control:
        return [*SCENARIOS, *map(_example, control.people())]


def truth(settings: Settings, person: Person) -> dict[str, Any]:
    """What is true of an example; raises ControlFailed."""
    with Control.of(settings) as control:
        return dict(control.person(person.id)["true"])


@allowed("connect", did="link connected")
def connect(db: Database, client: BelvoClient, login: Login, *, actor: Actor) -> str:
    """Connect a person at an institution and queue the first pull; the link's id, of the one that is there if any is.

    Raises BelvoError.
    """
    began = instants.now()
    link = _there(client, login) or client.links.create(
        login.institution, login.username, login.password, external_id=login.external_id, access_mode="recurrent"
    )
    institution = list(client.institutions.list(name=login.institution))
    is_known = links.find(db, link["id"]) is not None
    with db.write() as connection:
        institutions.save(connection, institution)  # what it offers says what to wait for
        links.save(connection, link)
        links.set_followed(connection, link["id"], followed=True)
        if not is_known:
            historical.begin(connection, link, since=began)
        jobs.enqueue(connection, link["id"], [*pulled_resources()], "connected")
        note(connection, actor, {"institution": login.institution}, link=link["id"])
    return str(link["id"])


def _there(client: BelvoClient, login: Login) -> Link | None:
    found = client.links.list(external_id=login.external_id, institution=login.institution)
    return next(iter(found), None)


def _example(told: dict[str, Any]) -> Person:
    logins = [Login(one["institution"], one["username"], one["external_id"], one["password"]) for one in told["links"]]
    return Person(told["id"], told["shows"], tuple(logins), is_example=True)
