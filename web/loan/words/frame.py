"""Words around the chapters: what is refused, what stands on every page, small words, and the first page."""

from collections.abc import Callable, Mapping

from languages import msg, say_as

TEXTS: Mapping[str, str | Callable[[], str]] = {
    # What is refused
    "refusal.name_one": msg("Name one person or company: by external_id, or by a link of theirs."),
    "refusal.not_here": msg("This person or company is not here."),
    "refusal.once": msg("{name} is given more than once."),
    "refusal.format": msg("A loan file is a .zip, or a .pdf alone."),
    "refusal.moving": msg(
        "Data of this person come in just now, so that rows and figures would not be of one time. "
        "Try again in a minute."
    ),
    "refusal.not_set": msg("The PDF could not be made. The server's log names the cause."),
    "refusal.too_long": msg("The PDF took too long to be made. Try again when the desk has less to do."),
    # The frame
    "frame.author": "Linkdesk",
    "frame.description": msg("A loan file of data read through Belvo, with its sources and what it does not know"),
    "frame.kicker": msg("LOAN FILE"),
    "frame.running": msg("Loan file · {name}"),
    "frame.as_of": msg("As of {day}"),
    "frame.as_known": msg("As known on {day}"),
    "frame.digest": msg("Rows, SHA-256"),
    "frame.page": msg("Page"),
    "frame.of": msg("of"),
    "frame.sources": msg("SOURCES"),
    "frame.collected": msg("COLLECTED BY BELVO (UTC)"),
    "frame.pulled": msg("PULLED BY THIS DESK (UTC)"),
    "frame.rows": msg("ROWS"),
    "frame.resource": msg("RESOURCE"),
    "frame.masked_everybody": msg(
        "MASKED: names, documents, account numbers and banks' texts are masked in this file, as "
        "they are for whoever took it."
    ),
    "frame.masked_but_one": msg(
        "MASKED: everybody but the one person who was revealed is masked in this file, as they are for whoever took it."
    ),
    # Small words
    "list.and": msg("{first} and {last}"),
    "list.and_i": lambda: say_as("before an i", "{first} and {last}"),
    "unknown": msg("not known"),
    "none": msg("none"),
    "table.more": msg("{number} more in the Excel beside it, sheet “{sheet}”."),
    "table.more_at_least": msg("At least {number} more in the Excel beside it, sheet “{sheet}”."),
    "table.more_nowhere": msg("{number} more."),
    "sources.everything": msg("All rows that the chapter Sources names"),
    "sources.collected_unknown": msg("not told"),
    "sources.from_to": msg("{first} to {last}"),
    "sources.more": msg("and {number} more: see Sources"),
    "chart.in": msg("In"),
    "chart.out": msg("Out"),
    "chart.net": msg("Net"),
    "chart.part": msg("In part"),
    # Summary
    "summary.external_id": msg("External ID"),
    "summary.links": msg("Read from"),
    "summary.as_of": msg("As of"),
    "summary.as_of_day": "{day}",
    "summary.as_known_day": msg("{day}, as known at the end of that day"),
    "summary.environment": msg("Belvo"),
    "summary.environment.production": msg("Production"),
    "summary.environment.sandbox": msg("Sandbox: test data"),
    "summary.environment.local": msg("Local sandbox: made-up people"),
    "summary.newest": msg("Pulled last"),
    "summary.digest": msg("Rows beside"),
    "summary.flags": msg("What deserves a look"),
    "summary.no_flags": msg("Nothing that this desk looks for was found."),
    "summary.trust": msg("How far the data can be trusted"),
    "summary.trust_points": msg("{points} of 100"),
    "summary.trust_none": msg("Nothing could be checked."),
    "summary.trust_note": msg("100, less what checks of the data take off"),
    "summary.trust_unchecked": msg("{note}; {number} of {of} checks had nothing to look at"),
    "summary.contents": msg("Contents"),
    "summary.nothing": msg("Nothing is known of amounts: no account, payroll or invoice is stored of them."),
    "summary.in": msg("In {currency}"),
}
