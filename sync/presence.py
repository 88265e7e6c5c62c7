"""Whether Belvo still has a link."""

from belvo_client import BelvoClient, Link, NotFound
from sync.errors import LinkGone


def read_link(client: BelvoClient, link_id: str) -> Link:
    """The link as it is now; raises LinkGone where Belvo says in its own words that there is none."""
    try:
        return client.links.get(link_id)
    except NotFound as error:
        if not error.errors:  # something else has answered
            raise
        message = "Belvo no longer has this link: it was deleted there. What was pulled before is kept."
        raise LinkGone(message, code=error.code, status=error.status, errors=error.errors) from error
