"""Preflight: is everything there that the desk needs? Each check stands by itself, with its cause and its cure."""

from collections.abc import Callable, Mapping
from concurrent.futures import wait
from functools import partial

from actions.health import belvo, machine
from actions.health.check import PATIENCE, Check
from belvo_client import BelvoClient
from belvo_client.background import in_background
from languages import Language, msg, say, speaking, spoken
from settings import Settings
from store import Database, StoreError
from store.upkeep import integrity

__all__ = ["Check", "check_all"]


def check_all(db: Database, client: BelvoClient, settings: Settings) -> list[Check]:
    """Every check, at once, in the order in which a failure would hinder the others.

    One that has not come to its end in time, as where Belvo takes a call and never answers it, is told as that.
    """
    checks: Mapping[str, Callable[[], Check]] = {
        msg("Keys"): lambda: belvo.keys(client, settings),
        "Belvo": lambda: belvo.host(settings),
        msg("Clock"): lambda: belvo.clock(settings),
        "Webhooks": lambda: belvo.webhooks(settings),
        "Widget": lambda: belvo.widget(settings),
        msg("Phones"): lambda: belvo.phones(settings),
        msg("Institutions"): lambda: belvo.institutions(db),
        msg("Store"): lambda: machine.store(db),
        msg("Disk"): lambda: machine.space(db),
        msg("Worker"): lambda: machine.worker(db, settings),
        msg("Processes"): lambda: machine.known(db),
        msg("Rows"): lambda: machine.rows(db),
        msg("Versions"): lambda: machine.versions(db),
    }
    under_way = {name: in_background(partial(_found, check, spoken()), name) for name, check in checks.items()}
    wait(under_way.values(), PATIENCE + 1)
    found = [check.result() if check.done() else _unfinished(name) for name, check in under_way.items()]
    return [*{check.name: check for check in found}.values()]


def _unfinished(name: str) -> Check:
    return Check(
        name,
        "doubtful",
        say("Not known: no answer within {seconds} s.", seconds=f"{PATIENCE:.0f}"),
        say("Mend the connection to Belvo first."),
    )


def _found(check: Callable[[], Check], language: Language) -> Check:
    """What a check finds, in this language; that it can't read the store is found too."""
    with speaking(language):
        try:
            return check()
        except StoreError as error:
            cure = say(integrity.CURES[integrity.PAGES])
            return Check(msg("Data"), "failed", say("The store can't be read: {error}", error=error), cure)
