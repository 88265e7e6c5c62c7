"""Free text keeps what banks write, merchants and companies, and loses people and employers."""

import unicodedata

import pytest

from domain.masking import Known, Masks, Revealed
from domain.masking.aliases import words_of
from resources.personal import Personal

KNOWN = Known(
    persons=["Ximena Torres Díaz", "Raúl Gómez"],
    employers=["Acme Servicios SA de CV"],
    companies=["Raúl Gómez", "Walmart de México", "Acme Servicios SA de CV", "Torres Market"],
)
MASKS = Masks(b"key", KNOWN)
XIMENA = MASKS.masked(Personal.NAME, "Ximena Torres Díaz")
ACME = MASKS.masked(Personal.EMPLOYER, "Acme Servicios SA de CV")


def masked(text: str, merchant: str = "") -> str:
    return MASKS.masked(Personal.TEXT, text, merchant)


@pytest.mark.parametrize(
    "text",
    [
        "RENTA DEPARTAMENTO 3",
        "COMISION POR ADMINISTRACION DE CUENTA",
        "PIX enviado 03/11/2026 10:22",
        "Cuenta de nómina",
        "Tarjeta Oro",
        "1,234.50 abonado",
        "SALDO 1.234,50, 12.50. 24/11/2026-25/11/2026",
        "30cb4806-6e00-48a4-91c9-ca55968576c8",
        "COMPRA WALMART DE MEXICO 4021 MONTERREY MX",
        "SAQUE PORTO ALEGRE BR",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert masked(text) == text


def test_the_merchant_of_a_movement_stays() -> None:
    text = "PAGO EN CAFÉ PUNTA DEL CIELO"
    assert masked(text, "Café Punta del Cielo") == text
    assert "PUNTA" not in masked(text)


def test_a_person_who_is_known_has_one_name_everywhere() -> None:
    assert masked("SPEI RECIBIDO XIMENA TORRES 123") == f"SPEI RECIBIDO {XIMENA} 123"
    assert masked("torres diaz ximena") == XIMENA


@pytest.mark.parametrize(
    "text", ["SPEI RECIBIDO XIMENA", "TRANSF A Joaquín Zepeda", "PAGO DE ZEPEDA Y ZEPEDA", "envío LUZ CRUZ"]
)
def test_third_persons_go(text: str) -> None:
    told = masked(text).casefold()
    assert not any(name in told for name in ("ximena", "joaqu", "zepeda", "luz", "cruz"))


@pytest.mark.parametrize(
    "text",
    [
        "SPEI DE X I M E N A T O R R E S",
        "SPEI DE X.I.M.E.N.A",
        "SPEI DE XIME\N{ZERO WIDTH SPACE}NA TOR\N{SOFT HYPHEN}RES",
        unicodedata.normalize("NFD", "SPEI DE JÓSE UÑÓN"),
        "SPEI DE 55.12.34.56.78",
    ],
)
def test_nobody_stays_by_how_the_text_is_written(text: str) -> None:
    assert {*words_of(text)} & {*words_of(masked(text))} == {"spei", "de"}


def test_a_person_of_the_stores_goes_even_where_they_sell_something() -> None:
    told = f"COMPRA {MASKS.masked(Personal.NAME, 'Raúl Gómez')}"
    assert masked("COMPRA RAUL GOMEZ") == masked("COMPRA RAUL GOMEZ", "Raul Gomez") == told


def test_employers_go_even_where_they_are_companies_too() -> None:
    assert masked("PAGO DE NOMINA ACME SERVICIOS SA DE CV") == f"PAGO DE NOMINA {ACME}"
    assert masked("ACME SERVICIOS SA DE CV abono") == f"{ACME} abono"
    unknown = masked("PAGO DE NOMINA OTRA SERVICIOS SA", "Otra Servicios SA")
    assert unknown.startswith("PAGO DE NOMINA Employer ")
    assert "WALMART" not in masked("NOMINA WALMART DE MEXICO")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("REF 12345678", "12345678"),
        ("CPF 123.456.789-09", "123.456"),
        ("RFC VECJ880326XK4 pago", "VECJ"),
        ("tel 55 1234 5678", "1234"),
        ("CLABE 012 180 01234567890 1", "1234567890"),
    ],
)
def test_numbers_that_may_be_somebodys_go(text: str, number: str) -> None:
    assert number not in masked(text)


def test_addresses_of_mail_go() -> None:
    assert masked("a ximena.torres@plant.test") == f"a {MASKS.masked(Personal.EMAIL, 'ximena.torres@plant.test')}"


def test_a_message_keeps_its_words_and_loses_whom_it_names() -> None:
    said = "Object of Ximena Torres Díaz at Acme Servicios SA de CV with 12345678909 does not exist."
    assert MASKS.message(said) == f"Object of {XIMENA} at {ACME} with ••• does not exist."


def test_an_address_keeps_what_names_nobody() -> None:
    assert MASKS.query("page=2&user_document=12345678909&link=30cb") == "page=2&user_document=•••&link=30cb"
    assert MASKS.query("external_id=ana%40plant.test&id__in=30cb,12345678909") == "external_id=•••&id__in=•••"
    assert MASKS.path("/api/links/30cb4806-6e00-48a4-91c9-ca55968576c8/") == (
        "/api/links/30cb4806-6e00-48a4-91c9-ca55968576c8/"
    )
    assert MASKS.path("/api/consents/12345678909/") == "/api/consents/•••/"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SPEI RECIBIDO RAUL GOMEZ", "SPEI RECIBIDO RAUL GOMEZ"),
        ("SPEI RECIBIDO Gómez, Raúl", "SPEI RECIBIDO Gómez, Raúl"),
        ("SPEI RECIBIDO XIMENA TORRES DIAZ", f"SPEI RECIBIDO {XIMENA}"),
        ("TRASPASO CUENTA 0121 8000 1234", "TRASPASO CUENTA 0121 8000 1234"),
        ("TRASPASO CUENTA 0121 8000 9999", "TRASPASO CUENTA •••"),
        ("PIX raul@gomez.mx", "PIX raul@gomez.mx"),
    ],
)
def test_of_whom_is_revealed_texts_name_them_and_nobody_else(text: str, told: str) -> None:
    own = ["Raúl Gómez", "012180001234", "raul@gomez.mx"]
    assert Revealed(b"key", KNOWN, own).masked(Personal.TEXT, text) == told


def test_somebody_who_shares_a_word_with_whom_is_revealed_goes_whole() -> None:
    told = Revealed(b"key", KNOWN, ["Raúl Gómez"]).masked(Personal.TEXT, "SPEI RECIBIDO MARTA GOMEZ")
    assert "GOMEZ" not in told
    assert "MARTA" not in told


def test_no_card_is_whole_where_a_person_is_revealed() -> None:
    made = Revealed(b"key", KNOWN, ["4111111111111111"])
    assert "4111111111111111" not in made.masked(Personal.TEXT, "PAGO TARJETA 4111111111111111")
    assert "4111111111111111" not in made.masked(Personal.ACCOUNT, "4111111111111111")
    assert made.masked(Personal.FILE, "JVBERi0=") == "•••"
