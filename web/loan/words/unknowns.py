"""What is not known, and why: `lead.` begins a point and `unknown.` is its sentence."""

from collections.abc import Mapping

from languages import msg

TEXTS: Mapping[str, str] = {
    # What this does not know
    "unknowns.title": msg("What this does not know"),
    "unknowns.lead": msg("Worked out of what is stored, so that nobody takes silence for a zero."),
    "unknowns.missing": msg("Not connected, not asked for, not offered"),
    "unknowns.broken": msg("Broken or old"),
    "unknowns.time": msg("Months and days"),
    "unknowns.doubt": msg("In doubt"),
    "unknowns.sight": msg("Left out of this file"),
    "unknowns.none": msg("Nothing of this kind."),
    "lead.no_bank": msg("No bank."),
    "lead.no_payroll": msg("No payroll."),
    "lead.no_tax": msg("No tax authority."),
    "lead.link_broken": "{link}.",
    "lead.pull_failed": "{link}.",
    "lead.still_loading": "{link}.",
    "lead.not_asked": "{link}.",
    "lead.not_offered": "{link}.",
    "lead.empty": "{link}.",
    "lead.never_pulled": "{link}.",
    "lead.months_before": msg("Before {first}."),
    "lead.few_months": msg("Steadiness."),
    "lead.gap": msg("{first} to {last}."),
    "lead.more_gaps": msg("More gaps."),
    "lead.set_aside": msg("Unreadable rows."),
    "lead.check_failed": "{check}.",
    "lead.check_doubtful": "{check}.",
    "lead.not_checked": msg("Not checked."),
    "lead.chance": msg("Own transfers, {currency}."),
    "lead.currencies": msg("Currencies."),
    "lead.no_currency": msg("No currency."),
    "lead.no_balance": msg("No balance."),
    "lead.far_beyond": msg("Far beyond the others."),
    "lead.cut": "{what}.",
    "lead.no_forecast": msg("Next month, {currency}."),
    "lead.twice": msg("Connected twice."),
    "lead.assigned": "{link}.",
    "lead.masked": msg("Masked."),
    "lead.later": msg("Later."),
    "lead.only_links": msg("Elsewhere."),
    "unknown.no_bank": msg("None is connected, or nothing has come of it: {resources} are not known."),
    "unknown.no_payroll": msg("None is connected, or nothing has come of it: {resources} are not known."),
    "unknown.no_tax": msg("None is connected, or nothing has come of it: {resources} are not known."),
    "unknown.link_broken": msg("{happened} It has been so since {since}; what is stored was pulled last {pulled}."),
    "unknown.pull_failed": msg(
        "The last pull of {resource} failed ({error}); the {rows} rows that are stored were listed in full {pulled}."
    ),
    "unknown.still_loading": msg("Belvo is still loading {resources}."),
    "unknown.not_asked": msg("Not asked for when the link was connected: {resources}."),
    "unknown.not_offered": msg("Not offered by the institution: {resources}."),
    "unknown.empty": msg("Belvo was asked, and there is nothing of {resources}."),
    "unknown.never_pulled": msg("Not pulled yet: {resources}."),
    "unknown.months_before": msg("Nothing that moved before this day is known; {wanted} whole months were looked for."),
    "unknown.few_months": msg("It takes {needed} whole months to say how steady an income is; {months} are known."),
    "unknown.gap": msg("{account}: {what}. Whether nothing moved, or it was not told, is not known."),
    "unknown.more_gaps": msg("{number} more times without data are among the checks."),
    "unknown.set_aside": msg("{number} rows that Belvo sent can't be read, and are in no figure."),
    "unknown.check_failed": msg("This check failed: {number} found, of {of} that were looked at. Figures rest on it."),
    "unknown.check_doubtful": msg("A little of it was found: {number} of {of} that were looked at."),
    "unknown.not_checked": msg("Nothing is stored that these could look at: {checks}."),
    "unknown.chance": msg(
        "{number} of {of} pairs, {amount} together, may be chance, and are left out of in and out all the same."
    ),
    "unknown.currencies": msg(
        "{currencies} are never added to one another; what they are worth together is not known."
    ),
    "unknown.no_currency": msg("Some amounts tell no currency and stand by themselves."),
    "unknown.no_balance": msg("{number} accounts tell no balance, and are in no sum."),
    "unknown.far_beyond": msg("{number} accounts lie far beyond all others of their currency and are in no sum."),
    "unknown.cut": msg("Of {number} rows at most the newest are read for this; it is known from {since} on."),
    "unknown.no_forecast": "{reason}",
    "unknown.twice": msg("Two links are of one user at one institution: what is theirs may be added twice."),
    "unknown.assigned": msg("Belvo has no external ID of it; somebody at this desk put it to this person."),
    "unknown.masked": msg("Who this is, is masked for whoever took this file. Amounts, days and figures are whole."),
    "unknown.later": msg(
        "What came after {day} is left out: the file tells what this desk knew at the end of that day."
    ),
    "unknown.only_links": msg(
        "Only what the links under Sources tell is known: accounts, debts, employers and taxes "
        "elsewhere are not. Nobody has asked the person, nor a credit bureau."
    ),
    # Reasons
    "reason.product.banking": msg("no bank is connected, or nothing has come of it."),
    "reason.product.employment": msg("no source of payroll is connected, or nothing has come of it."),
    "reason.product.fiscal": msg("no tax authority is connected, or nothing has come of it."),
    "reason.not_these_months": msg("nothing moved in these months, as far as is known."),
    "reason.no_whole_month": msg("no whole month of movements is known yet."),
    "reason.nothing_came": msg("nothing that counts as income came in during the whole months that are known."),
    "reason.no_movement": msg("no movement is stored of them."),
}
