"""What pulls and webhooks keep of themselves in English, said again in the language of whoever reads it."""

from languages import msg
from languages.kept import Frames

KEPT = Frames(
    (
        msg("{what} The link is read, to see how it is. (replayed)"),
        msg("{what} The link is read, to see how it is."),
        msg("{what} (replayed)"),
        msg("Belvo counts {counted} {resource} of this link, but its list held {held} after {readings} readings."),
        msg("No owner of this link has a CPF or CNPJ yet, by which Belvo lists {resource}."),
        msg("Belvo no longer has this link: it was deleted there. What was pulled before is kept."),
        msg(
            "{number} {resource} are no longer in Belvo's list; {looked} of them were looked up, and the rest follows."
        ),
        msg("{error}; the log says more."),
        msg("The answer is no link."),
        msg("The answer is not of all links that were asked for."),
        msg("The list moved while it was read, or has rows of nobody."),
    )
)
"""Besides these, sync.webhooks and sync.bulk mark theirs where they write them."""
