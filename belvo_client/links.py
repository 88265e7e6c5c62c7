"""Links: one person's connection to one institution."""

from collections.abc import Sequence
from typing import Any, cast

from belvo_client.answers.strangers import refuse_stranger
from belvo_client.endpoints import ASYNCHRONOUS, Accepted, Readable, accepted, item_path, one, resumption
from belvo_client.transport import Call
from belvo_client.types import AccessMode, Link


class Links(Readable[Link]):
    """https://developers.belvo.com/developer_resources/resources-links-overview"""

    def create(
        self,
        institution: str,
        username: str,
        password: str | None = None,
        *,
        username2: str | None = None,
        external_id: str | None = None,
        access_mode: AccessMode | None = None,
        fetch_resources: Sequence[str] | None = None,
        credentials_storage: str | None = None,
        stale_in: str | None = None,
        **form: str,
    ) -> Link:
        """Connect with the person's credentials; `form` takes whatever else the institution's form asks for.

        Logs in at the institution, once. Raises LoginFailed, DuplicatedLink, TokenRequired.
        """
        body = {
            "institution": institution,
            "username": username,
            "password": password,
            "username2": username2,
            "external_id": external_id,
            "access_mode": access_mode,
            "fetch_resources": None if fetch_resources is None else list(fetch_resources),
            "credentials_storage": credentials_storage,
            "stale_in": stale_in,
            **form,
        }
        return self._ask(Call("POST", self._resource.path, body=_given(body), asks_institution=True))

    def resume(self, session: str, link: str, *, token: str | None = None) -> Link:
        """Go on where TokenRequired stopped; without `token` once the person has confirmed elsewhere."""
        return self._ask(resumption(self._resource, session, link, token, save_data=True), link)

    def update_credentials(
        self,
        link_id: str,
        /,
        password: str,
        *,
        password2: str | None = None,
        token: str | None = None,
    ) -> Link:
        """Give a link new credentials; the username cannot change. Raises LoginFailed, TokenRequired."""
        body = _given({"password": password, "password2": password2, "token": token})
        return self._ask(Call("PUT", item_path(self._resource, link_id), body=body, asks_institution=True), link_id)

    def update_options(
        self,
        link_id: str,
        /,
        *,
        access_mode: AccessMode | None = None,
        stale_in: str | None = None,
        fetch_resources: Sequence[str] | None = None,
    ) -> Link:
        """Change what Belvo fetches and keeps; from single to recurrent starts a billed historical update."""
        resources = None if fetch_resources is None else list(fetch_resources)
        body = _given({"access_mode": access_mode, "stale_in": stale_in, "fetch_resources": resources})
        return self._ask(Call("PATCH", item_path(self._resource, link_id), body=body, asks_institution=True), link_id)

    def refresh(self, link_id: str, /, *, fetch_resources: Sequence[str] | None = None) -> Accepted:
        """Have Belvo update the link's data now; one webhook per resource follows.

        Once in ten minutes a link: raises RefreshedRecently.
        """
        body = {} if fetch_resources is None else {"fetch_resources": list(fetch_resources)}
        path = f"{item_path(self._resource, link_id)}refresh/"
        return accepted(self._transport.send(Call("POST", path, body=body, asks_institution=True)))

    def delete(self, link_id: str, /) -> None:
        """Delete the link and everything below it, and revoke its consent; five a minute, else RateLimited."""
        self._transport.send(Call("DELETE", item_path(self._resource, link_id)))

    def delete_async(self, link_id: str, /) -> Accepted:
        """The same in the background, without the limit; a webhook link_deleted follows."""
        call = Call("DELETE", item_path(self._resource, link_id), headers=ASYNCHRONOUS)
        return accepted(self._transport.send(call))

    def _ask(self, call: Call, link: str | None = None) -> Link:
        found = one(self._transport.send(call))
        if link is not None:
            refuse_stranger(found, link)
        return cast("Link", found)


def _given(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}
