"""What is to go wrong at the local Belvo: composed here, listed with how often it struck, and ended."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from actions.lab import steering
from actions.local_belvo import Kind
from components.lab.fault_effects import effect_of
from components.lab.fault_words import MISHAPS, sentence
from components.lab.steering import attempt
from components.ui import desk
from components.ui.filters import link_labels
from components.ui.text import one_line, plain, resource_words, words
from languages import decimal, msg, percent, say, say_many
from resources import RESOURCES
from settings import Settings
from store import Database
from store.write import institutions, links

_FIRST = "institution_down"
_ALWAYS, _SOME, _TIMES = msg("Each time"), msg("Now and then"), msg("So many times")
_API: Kind = "faults"
_WEBHOOKS: Kind = "webhooks/mishaps"


def draw_faults(db: Database, settings: Settings) -> None:
    """Faults of the API: choose one, aim it, see what everybody will see, and add it."""
    catalogue, rules = steering.rules_of(settings, _API)
    _draw_rules(db, settings, _API, rules)
    with st.container(border=True, gap="small", key="compose"):
        known = {one["error"]: one for one in catalogue}
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            names = list(known)
            first = names.index(_FIRST) if _FIRST in known else 0
            error = st.selectbox(say("What goes wrong"), names, first, key="fault_error", width=250, format_func=words)
            endpoint = st.selectbox(
                say("At"), ["", *_endpoints()], key="fault_endpoint", width=190, format_func=_endpoint_words
            )
            target = _draw_target(db, "fault")
        fault = known[error]
        more = {name: value for name in fault["settings"] if (value := _SETTINGS[name]("fault")) not in (None, "")}
        rule = {"error": error, **({"endpoint": endpoint} if endpoint else {}), **target, **_draw_frequency("fault")}
        _draw_effect(fault, endpoint, more)
        _draw_add(db, settings, _API, {**rule, **more}, say("{what} from now on", what=words(error)))


def draw_mishaps(db: Database, settings: Settings) -> None:
    """Faults of webhooks: lost, twice, late, out of order, odd."""
    catalogue, rules = steering.rules_of(settings, _WEBHOOKS)
    _draw_rules(db, settings, _WEBHOOKS, rules)
    known = {one["mishap"]: one["what"] for one in catalogue}
    with st.container(border=True, gap="small", key="compose_mishap"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            mishap = st.selectbox(say("Webhooks are"), list(known), key="mishap_kind", width=200, format_func=words)
            code = st.text_input(
                say("Event"), key="mishap_code", width=230, placeholder=say("Any, or historical_update")
            )
            late = {"hours": _number(say("Hours late"), "mishap_hours", 24.0)} if mishap == "late" else {}
            target = _draw_target(db, "mishap", with_institution=False)
        st.caption(plain(MISHAPS.say(sentence(known[mishap]))))
        rule = {"mishap": mishap, **({"code": code.strip()} if code.strip() else {}), **target, **late}
        _draw_add(
            db,
            settings,
            _WEBHOOKS,
            {**rule, **_draw_frequency("mishap")},
            say("Webhooks: {what}", what=words(mishap).lower()),
        )


def _draw_add(db: Database, settings: Settings, kind: Kind, rule: Mapping[str, Any], said: str) -> None:
    st.button(
        say("Have it go wrong"),
        key=f"add_{kind}",
        type="primary",
        icon=":material/bolt:",
        on_click=lambda: attempt(
            lambda: steering.add_rule(db.whole, settings, kind, rule, actor=desk.actor()),
            said,
            icon=":material/bolt:",
        ),
    )


def _draw_rules(db: Database, settings: Settings, kind: Kind, rules: list[dict[str, Any]]) -> None:
    """Those that are there, each with a button that ends it."""
    if not rules:
        st.text(say("Nothing goes wrong on purpose now."))
        return

    def end(number: int | None) -> None:
        attempt(lambda: steering.end_rule(db.whole, settings, kind, number, actor=desk.actor()), say("Ended"))

    with st.container(border=True, gap="small", key=f"rules_{kind}"):
        for rule in rules:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{plain(words(rule.get('error') or rule.get('mishap')))}**", width=200)
                st.markdown(f":gray[{plain(_told(rule))}]", width="stretch")
                st.badge(
                    say_many("struck {number} time", "struck {number} times", rule["struck"]),
                    color="orange" if rule["struck"] else "gray",
                )
                st.button(say("End"), key=f"end_{kind}_{rule['id']}", on_click=end, args=(rule["id"],), type="tertiary")
        if len(rules) > 1:
            st.button(say("End all"), key=f"end_{kind}", icon=":material/done_all:", on_click=end, args=(None,))


_AIMED = {
    "endpoint": msg("at {name}"),
    "institution": msg("of {name}"),
    "type": msg("of type {name}"),
    "code": msg("of event {name}"),
    "link": msg("of link {name}"),
}
"""At what a rule is aimed."""

_LATE = {"seconds": msg("{number} seconds"), "hours": msg("{number} hours")}


def _told(rule: Mapping[str, Any]) -> str:
    aimed = [say(text, name=rule[name]) for name, text in _AIMED.items() if rule.get(name)]
    often = [say_many("{number} time", "{number} times", rule["times"])] if rule.get("times") else []
    if rule.get("probability") is not None:
        often.append(say("{share} of them", share=percent(rule["probability"])))
    late = [say(text, number=decimal(rule[name], 1)) for name, text in _LATE.items() if rule.get(name)]
    return ", ".join([*(aimed or [say("at any call") if "error" in rule else say("any webhook")]), *often, *late])


def _draw_target(db: Database, prefix: str, *, with_institution: bool = True) -> dict[str, str]:
    """At which institution or link it is aimed; nothing for all."""
    there = link_labels(links.table(db))
    institution = ""
    if with_institution:
        rows = institutions.table(db)
        names = dict(zip(rows["name"], rows["display_name"], strict=True))
        institution = st.selectbox(
            say("Institution"),
            ["", *names],
            key=f"{prefix}_institution",
            width=250,
            format_func=lambda name: f"{one_line(names[name])} ({name})" if name else say("All institutions"),
        )
    link = st.selectbox(
        say("Link"),
        ["", *there],
        key=f"{prefix}_link",
        width=250,
        format_func=lambda one: there[one] if one else say("All links"),
    )
    return {name: value for name, value in (("institution", institution), ("link", link)) if value}


def _draw_frequency(prefix: str) -> dict[str, float | int]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        how = st.segmented_control(
            say("How often"),
            (_ALWAYS, _TIMES, _SOME),
            default=_ALWAYS,
            key=f"{prefix}_often",
            required=True,
            format_func=say,
        )
        if how == _TIMES:
            return {"times": st.number_input(say("Times"), 1, 1_000, 1, key=f"{prefix}_times", width=110)}
        if how == _SOME:
            share = st.number_input(say("Percent of the calls"), 1, 100, 50, key=f"{prefix}_share", width=160)
            return {"probability": share / 100}
    return {}


def _draw_effect(fault: Mapping[str, Any], endpoint: str, more: Mapping[str, Any]) -> None:
    message, seconds = str(more.get("message", "")), more.get("seconds")
    effect = effect_of(fault, endpoint, message=message, seconds=seconds)
    st.table(
        {
            say("Whoever connects sees"): plain(effect.user),
            say("This desk sees"): plain(effect.operator),
            say("The API answers"): plain(effect.api),
        },
        border="horizontal",
    )


def _number(label: str, key: str, default: float) -> float:
    return float(st.number_input(label, 0.5, 300.0, default, key=key, width=120))


_SETTINGS: Mapping[str, Callable[[str], Any]] = {
    "seconds": lambda prefix: _number(say("Seconds"), f"{prefix}_seconds", 5.0),
    "message": lambda prefix: st.text_input(
        say("Another message"),
        key=f"{prefix}_message",
        max_chars=200,
        placeholder=say("As the catalogue says"),
        width=520,
    ),
    "field": lambda prefix: st.text_input(
        say("Field that is wrong"), key=f"{prefix}_field", max_chars=60, value="link"
    ),
}


def _endpoints() -> list[str]:
    return ["POST /api/links/", "links", "institutions", "consents", "token", *sorted(RESOURCES)]


def _endpoint_words(endpoint: str) -> str:
    if not endpoint:
        return say("Any call")
    return endpoint if " " in endpoint else resource_words(endpoint) if endpoint in RESOURCES else words(endpoint)
