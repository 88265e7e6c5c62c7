"""`python -m web.preflight`: everything that would keep this desk from its work, before it starts; a line a check."""

import logging
import sys
from collections.abc import Iterator

import settings
from actions.health.check import Check, tell
from settings import BadSetting, Settings
from sign_in import SignIn
from web.preflight import checks
from web.preflight.certificate import Certificate, Unusable
from web.preflight.production import HTTPS, SIGN_IN, WEAK_WEBHOOKS, WEBHOOKS, lacking
from web.preflight.streamlit_options import Options, UnreadableOptions

_NAMES = {SIGN_IN: "Sign-in", HTTPS: "Https", WEBHOOKS: "Webhooks", WEAK_WEBHOOKS: "Webhooks"}


def main() -> int:
    """0 if all is well, 1 if a check fails."""
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    return tell(_checks())


def _checks() -> Iterator[Check]:
    yield checks.secrets_file(settings.SECRETS_FILE)
    try:
        options = Options()
    except UnreadableOptions as error:
        yield Check("Config", "failed", str(error))
        return
    certificate, way_in, problems = None, None, []
    try:
        certificate = Certificate.of(options)
    except Unusable as error:
        problems.append(Check("Certificate", "failed", str(error)))
    try:
        way_in = settings.sign_in()
    except BadSetting as error:
        problems.append(checks.setting(error))
    yield from problems
    is_told = any(problem.name == "Sign-in" for problem in problems)
    yield from _of_production(way_in is not None or is_told, certificate)
    yield from _of_settings(options, way_in, certificate)
    yield checks.debugging(options)


def _of_production(signs_in: bool, certificate: Certificate | None) -> Iterator[Check]:
    for lack in lacking(signs_in=signs_in, has_certificate=certificate is not None):
        if lack in _NAMES:  # any other is a setting, which is told where settings are
            yield Check(_NAMES[lack], "failed", lack)


def _of_settings(options: Options, way_in: SignIn | None, certificate: Certificate | None) -> Iterator[Check]:
    """What needs settings; without the keys, what needs none of them."""
    keys: list[Check] = []
    try:
        found = settings.load()
    except BadSetting as error:
        keys.append(checks.setting(error))
        try:
            found = settings.load_without_keys()
        except BadSetting as other:
            yield from {check.found: check for check in [*keys, checks.setting(other)]}.values()
            return
    yield Check("Environment", "well", f"BELVO_ENV is {found.environment}.")
    yield from keys or [checks.belvo(found)]
    yield from _of_the_way_in(found, options, way_in, certificate)
    yield checks.data_folder(found)
    if not keys:
        yield checks.store(found)
    yield checks.port(found)


def _of_the_way_in(
    found: Settings, options: Options, way_in: SignIn | None, certificate: Certificate | None
) -> Iterator[Check]:
    yield checks.listening(found, options, signs_in=way_in is not None)
    if way_in:
        yield checks.sign_in_of(way_in)
        yield checks.redirect(way_in, found, certificate)
        yield checks.limits(found)


if __name__ == "__main__":
    sys.exit(main())
