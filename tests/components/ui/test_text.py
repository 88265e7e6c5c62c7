"""Text of the API's stays text."""

import pytest

from components.ui.text import both_ends, count, plain, resource_words, shorten, tell_apart, width_of, words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("SUPERAMA 378", "SUPERAMA 378"),
        ("**bold** `code`", r"\*\*bold\*\* \`code\`"),
        ("[x](http://evil.test)", "\\[x\\]\\(http\\:\u2060\\/\\/evil\\.test\\)"),
        ("$a^2$ and $5", r"\$a\^2\$ and \$5"),
        (":red[x]", r"\:red\[x\]"),
        (":tada: :material/delete:", r"\:tada\: \:material\/delete\:"),
        (":streamlit:", "\\:\u2060streamlit\\:"),
        ("07:30:00", r"07\:30\:00"),
        ("A -> B", "A \\-\u2060\\> B"),
        ("www.evil.test a@b.co", "www\u2060\\.evil\\.test a\u2060\\@b\\.co"),
        ("<b>&amp;</b>", r"\<b\>\&amp\;\<\/b\>"),
        ("# head\n- item\n1. one", r"\# head \- item 1\. one"),
        ("back\\slash", r"back\\slash"),
        (None, "None"),
    ],
    ids=repr,
)
def test_markdown_of_a_text_shows_the_text(text: object, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [("Erebor", 6, "Erebor"), ("Erebor Brasil", 8, "Erebor…"), ("", 3, ""), ("a\nb", 3, "a b")],
    ids=repr,
)
def test_long_texts_are_cut_with_an_ellipsis(text: str, length: int, short: str) -> None:
    assert shorten(text, length) == short


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("Erebor", 6, "Erebor"),
        ("Gringotts Bank · gringotts_br_retail", 23, "Gringotts B…s_br_retail"),
        ("PAGO DE NOMINA ANAHUAC", 9, "PAGO…HUAC"),
        ("one two three", 8, "one…ree"),
        ("a\nb", 3, "a b"),
    ],
    ids=repr,
)
def test_names_that_begin_alike_keep_both_ends(text: str, length: int, short: str) -> None:
    assert both_ends(text, length) == short


def test_names_of_the_api_are_written_as_words() -> None:
    assert [words("CHECKING_ACCOUNT"), words("PENDING"), words("")] == ["Checking account", "Pending", ""]


def test_a_resource_is_named_without_the_letters_of_its_country() -> None:
    names = ["transactions", "br_investment_transactions", "mx_current_employments", "cl_tax_status"]
    assert [resource_words(name) for name in names] == [
        *("Transactions", "Investment transactions", "Current employments", "Tax status")
    ]


def test_counts_have_separators_and_the_right_number() -> None:
    assert [count(1, "link"), count(0, "link"), count(12_345, "entry", "entries")] == [
        "1 link",
        "0 links",
        "12,345 entries",
    ]


def test_values_with_the_same_label_can_be_told_apart() -> None:
    labels = {"0380a0f1": "Ahorro\nMeta", "b0ccdc95": "Ahorro Meta", "9dcc6653": "Nómina"}
    assert tell_apart(labels) == {
        "0380a0f1": "Ahorro Meta (0380)",
        "b0ccdc95": "Ahorro Meta (b0cc)",
        "9dcc6653": "Nómina",
    }


@pytest.mark.parametrize(
    ("label", "pixels"),  # as Chromium draws them in the theme's font
    [("Set off a pull", 61), ("Set off none", 58), ("Out", 20), ("Clear", 27), ("Charts in MXN", 71), ("Monthly", 45)],
)
def test_a_labels_room_holds_it_and_hardly_more(label: str, pixels: int) -> None:
    assert pixels <= width_of(label) <= 1.3 * pixels + 3
