"""A page for whoever comes from elsewhere: what happened, and what to do, on any screen."""

import html
from collections.abc import Mapping

from starlette.responses import HTMLResponse

from languages import say, spoken

_PAGE = """<!doctype html>
<html lang="{tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }}
main {{ max-width: 26rem; margin: 20vh auto 0; padding: 0 1.5rem; text-align: center }}
</style></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"""


def page(words: tuple[str, str], status: int, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A title and a sentence, both plain text, said in the language of whoever asks."""
    title, text = map(say, words)
    return HTMLResponse(
        _PAGE.format(tag=spoken().tag, title=html.escape(title), text=html.escape(text)), status, headers
    )
