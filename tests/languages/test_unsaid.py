"""No text for people stands in the code beside the catalogues."""

import pytest

from languages.areas import ROOT, files
from tests.languages.unsaid import said, unsaid

FOR_OTHERS = {
    "web/api/": "answers to programs",
    "web/bearer.py": "answers to programs",
    "web/events.py": "answers to the widget's page, which shows none",
    "web/requests.py": "answers to programs",
    "web/webhooks.py": "answers to Belvo",
    "web/guard.py": "answers before anybody's language is known",
    "web/mcp/": "answers to assistants",
    "web/monitoring/": "answers to Prometheus",
    "web/support/": "a packet for Belvo's support, who reads English",
    "web/preflight/": "a terminal",
    "web/server/": "a terminal",
    "web/receiver.py": "a terminal",
    "web/tokens.py": "a terminal",
    "web/page_html.py": "names of Streamlit's files, and styles",
    "sync/__main__.py": "a terminal",
    "sync/cli_pull.py": "a terminal",
    "sync/console.py": "a terminal",
    "sync/attempt.py": "the log",
    "sync/local_belvo.py": "a terminal",
    "actions/lab/demo.py": "a terminal",
    "actions/lab/stories.py": "whoever writes a story, in a test or a terminal",
    "sign_in.py": "a terminal: with a sign-in that can't work the server does not start",
    "domain/link_state/messages.py": "texts to people, there in three languages, whichever is spoken here",
    "domain/masking/": "words that banks write",
    "domain/roles.py": "docs/security.md, and a terminal",
    "resources/fields": "names of Belvo's fields",
    "store/": "SQL, a terminal, and what domain/setup/words.py says of it",
    "secrets_file.py": "domain/setup/words.py says it",
}
"""Whole modules, and for whom what they say is."""

NAMES = {
    "Android", "Excel", "Flutter", "Linkdesk", "Parquet", "Python", "Python, belvo-python", "Python, requests", "React",
    "Slack",
}  # fmt: skip
"""The same in every language."""

HERE: dict[str, set[str]] = {
    "actions/connect/events.py": {"not a widget event"},  # met by a handler, who answers in its own words
    "actions/connect/token_body.py": {  # purposes of a consent, in the language of the law that asks for one
        "Leitura de contas, saldos e transações.",
        "Teste interno de integração: leitura de contas, saldos e transações.",
    },
    "actions/lab/play.py": {"Before the story"},  # a name of a file
    "actions/permission.py": {"Nobody does anything here that could be recorded."},  # an error of whoever programs
    "actions/reset.py": {"The local Belvo and the desk have begun anew."},  # a terminal
    "actions/retrieval.py": {"{} can't be retrieved.", "{} takes no token."},  # errors of whoever programs
    "actions/troubles.py": {"no worker", "still worker"},  # keys
    "components/log/calls.py": {"-H 'Content-Type: application/json' -d {}"},  # a command
    "components/ui/ahead/__init__.py": {"Ahead"},  # names of classes
    "components/ui/charts.py": {"Finance", "Food", "Home", "Leisure", "Transport"},  # Belvo's categories, as keys
    "components/ui/downloads.py": {"all but one"},  # a key
    "context.py": {"that is no name of a folder"},  # a terminal, at the start
    "domain/access/identifiers.py": {"Cc", "Cf", "Cs", "Zl", "Zp"},  # classes of characters
    "domain/cash_flow/signs.py": {  # what banks write
        "(disposicion|avance|adelanto|saque) (de |en )?efectivo|cash advance|saque no credito"
    },
    "components/widget_lab/code.py": {  # comments in code
        "the keys of Belvo's production",
        "the keys of Belvo's sandbox",
        "the local Belvo's keys",
    },
    "domain/explorer/snippets.py": {  # code
        "-H 'Content-Type: application/json' -d {}",
        "for row in {}:\n    print(row)\n",
        'import os\n\nfrom belvo.client import Client\n\nclient = Client(os.environ["{}"], os.environ["{}"], {})\n',
        "import os\n\nimport requests\n\nanswer = requests.{}(\n    {},\n{})\nanswer.raise_for_status()\n"
        "print(answer.status_code, answer.text)\n",
    },
    "domain/invoice_sides.py": {  # tax authorities' words for documents
        "Boleta",
        "Egreso",
        "Factura",
        "Factura de compra",
        "Factura exenta",
        "Guía de despacho",
        "Nomina",
        "Nota de crédito",
        "Nota de débito",
        "Pago",
        "Traslado",
    },
    "domain/support/leaks.py": {"a key of this desk"},  # the log
    "notice_settings.py": {  # domain/setup/words.py says them with the setting's name
        "is no e-mail address. Write it as linkdesk@example.com.",
        "is no mail server. Write it as smtps://host, smtp://user@host:587 (STARTTLS) or smtp+plain://host. The "
        "password is LINKDESK_NOTICES_SMTP_PASSWORD.",
        "is too short to sign with. Write {} characters or more.",
        "names {}, which is no host. Write hosts with commas between them.",
        "would carry the password over the network in the clear. Write it as smtp:// or smtps://.",
    },
    "resources/personal.py": {"tax id"},  # a key
    "server_file.py": {  # a terminal, at the start
        "Linkdesk (process {}) already works in {}. Open {}, or end that one, or set LINKDESK_DATA_DIR to another "
        "folder.",
        "Linkdesk (process {}) works in {} and does not answer at {}. Wait until it does, or end it, and try again.",
    },
    "settings.py": {  # the port is a terminal's; domain/setup/words.py says the others whole
        "PORT is not a port. Write one up to {}, or leave it out for {}.",
        "Write one up to {}, or leave it out for {}.",
        "{} is not a whole number above 0. {}",
    },
    "sync/worker.py": {"it was taken over or cancelled"},  # the log
    "web/demo/customers.py": {"connected_at desc", "since < :limit and id not in (select visitor from links)"},  # SQL
    "web/exports/file.py": {'attachment; filename="{}.{}"'},  # headers, as the next
    "web/headers.py": {"'self' data: blob:", "https://*.belvo.io https://*.belvo.com"},
    "web/loan/answer.py": {'attachment; filename="loan-file.{}"'},
    "web/loan/making.py": {"all but one"},  # a key
    "web/loan/press.py": {"not done in {} s"},  # the log, as the next
    "web/loan/typesetter.py": {"no PDF was made"},
    "web/notices/http.py": {"application/json; charset=utf-8"},
    "web/notices/mail.py": {"Subject"},  # a header
    "web/notices/sender.py": {"is given up", "is tried again", "notice by {}"},  # the log
    "web/sight.py": {"all but one"},  # a key
    "web/sign_in/visits.py": {  # the log
        "A sign-in is not accepted: {}",
        "Nobody can sign in until this is mended: {}",
    },
}
"""Literals of single modules, with what they are."""


def test_every_text_for_people_goes_through_a_catalogue() -> None:
    known, found = said(), dict[str, set[str]]()
    for file in files():
        place = file.relative_to(ROOT).as_posix()
        if file.suffix == ".py" and not place.startswith((*FOR_OTHERS,)):
            found[place] = {*unsaid(file.read_text(encoding="utf-8"), known)} - NAMES
    assert {
        place: texts - HERE.get(place, set()) for place, texts in found.items() if texts - HERE.get(place, set())
    } == {}
    assert {place: texts - found[place] for place, texts in HERE.items() if texts - found[place]} == {}


def test_what_is_left_to_others_is_there() -> None:
    places = {file.relative_to(ROOT).as_posix() for file in files()}
    assert {one for one in FOR_OTHERS if not any(place.startswith(one) for place in places)} == {"secrets_file.py"}


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ('st.button("Delete it now", key="delete")', ["Delete it now"]),
        ('st.metric(f"{number} links are broken", 2)', ["{} links are broken"]),
        ('raise Refused("Nobody may do that.")', ["Nobody may do that."]),
        ('LABELS = {"a": "Open"}', []),  # a catalogue has it
        ('LABELS = {"a": "Quite another"}', ["Quite another"]),
        ('st.button(say("Delete it now"))', []),
        ('"""What a module is about."""', []),
        ('def name() -> "Some other type": ...', []),
        ('logger.info("Nothing was found")', []),
        ('_SQL = "SELECT name FROM links WHERE id = 1"', []),
    ],
)
def test_a_text_beside_the_catalogues_is_seen(source: str, seen: list[str]) -> None:
    assert [*unsaid(source, said())] == seen
