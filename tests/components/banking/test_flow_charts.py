"""Money from where to where, told as people write it where the language is spoken."""

from components.banking.flow_charts import Band, Colours, channels
from languages import LANGUAGES, speaking

COLOURS = Colours("#111111", "#222222", "#333333")


def test_each_band_and_each_place_tells_its_amount_in_the_language() -> None:
    bands = [Band("Salário", "Conta", 1234.5), Band("Conta", "<b>Aluguel</b>", 1000.0)]
    with speaking(LANGUAGES["pt"][1]):
        (series,) = channels(bands, "BRL", COLOURS)["series"]
    told = [one["tooltip"]["formatter"] for one in (*series["data"], *series["links"])]
    assert told == [
        "{b}: R$\u00a01.234,50",
        "{b}: R$\u00a01.234,50",
        "{b}: R$\u00a01.000,00",
        "{b}: R$\u00a01.234,50",
        "{b}: R$\u00a01.000,00",
    ]  # the name is put in by the chart, which escapes it


def test_a_currency_is_no_markup() -> None:
    (series,) = channels([Band("a", "b", 1.0)], "<i>", COLOURS)["series"]
    assert "<" not in series["links"][0]["tooltip"]["formatter"]
