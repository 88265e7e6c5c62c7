"""What the desk is started with: a start with other settings than the last one is on record, by their names alone."""

from collections.abc import Iterator

from domain.roles import SYSTEM
from settings import SERVER_URL, Secret, Settings
from sign_in import SignIn
from store import Database
from store.ops import audit
from store.ops.audit import seen_settings


def note_start(db: Database, settings: Settings, sign_in: SignIn | None) -> list[str]:
    """Record which settings have changed since the last start, and return their names; never what they are."""
    values = dict([*_of(settings), *_of_sign_in(sign_in)])
    with db.write() as connection:
        names = seen_settings.changed(connection, values) or []
        if names:
            details = {"settings": names}
            audit.record(connection, SYSTEM.name, "settings", "start", details, did="settings changed")
    return names


def _of(settings: Settings) -> Iterator[tuple[str, str]]:
    for field, about in Settings.model_fields.items():
        name, value = str(about.validation_alias), getattr(settings, field)
        if name != SERVER_URL:
            yield name, value.reveal() if isinstance(value, Secret) else str(value)


def _of_sign_in(sign_in: SignIn | None) -> Iterator[tuple[str, str]]:
    """What stands in [auth], each provider's section as a whole, and who is in each role."""
    if sign_in is None:
        return
    for name, value in sign_in.section.items():
        yield f"[auth] {name}", str(value)
    for role, entries in sign_in.members.of.items():
        yield f"[roles] {role.word}", "\n".join(sorted(entries))
