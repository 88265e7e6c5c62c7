"""In which words notices are told, and what is sent of them."""

import pytest

from domain.notices.kinds import Item, Kind
from domain.notices.messages import Line, span
from tests.kit.notices import broken, item, told


def where(line: Line) -> str:
    return " ".join([line.page, *(f"{name}={value}" for name, value in line.query.items())])


@pytest.mark.parametrize(
    ("items", "lines"),
    [
        ([], []),
        (
            [broken(1)],
            [("Erebor: 1 link newly broken (invalid): 00000001", "links find=00000001")],
        ),
        (
            [broken(1), broken(2, why="token_required"), broken(3, "Gringotts")],
            [
                (
                    "Erebor: 2 links newly broken (invalid 1, token required 1): 00000001, 00000002",
                    "links institution=erebor",
                ),
                ("Gringotts: 1 link newly broken (invalid): 00000003", "links find=00000003"),
            ],
        ),
        (
            [broken(n) for n in range(7)],
            [
                (
                    "Erebor: 7 links newly broken (invalid): "
                    "00000000, 00000001, 00000002, 00000003, 00000004 and 2 more",
                    "links institution=erebor",
                )
            ],
        ),
        (
            [item(Kind.INSTITUTION, institution="erebor", bank="Erebor", detail="1200")],
            [("Erebor is down, with 1,200 links there", "links institution=erebor")],
        ),
        (
            [
                item(Kind.INSTITUTION, institution="erebor", bank="Erebor", detail="1"),
                item(Kind.INSTITUTION, institution="erebor", bank="Erebor", detail="1", is_end=True, minutes=130),
            ],
            [("Erebor is up again after 2 h", "links institution=erebor")],  # that it was down goes without saying
        ),
        (
            [
                item(Kind.CONSENT, 1, institution="b", bank="Banco", link="11111111-x", detail="14"),
                item(Kind.CONSENT, 2, institution="b", bank="Banco", link="22222222-x", detail="3"),
                item(Kind.CONSENT, 3, institution="b", bank="Banco", link="33333333-x", detail="14"),
            ],
            [
                ("Banco: 1 consent ends within 3 days: 22222222", "links find=22222222"),
                ("Banco: 2 consents end within 14 days: 11111111, 33333333", "links institution=b"),
            ],
        ),
        (
            [item(Kind.RATE), item(Kind.WORKER), item(Kind.DISK, detail="812"), item(Kind.STORE)],
            [
                ("The store is damaged: pages may lack rows or fail", "health"),
                ("The store's disk is nearly full: 812 MB left", "health"),
                ("No worker is heard of, so nothing is pulled", "health"),
                ("The rate of calls to Belvo is used up: pulls wait", "api_log"),
            ],
        ),
    ],
)
def test_notices_are_told_by_kind_and_institution(items: list[Item], lines: list[tuple[str, str]]) -> None:
    assert [(line.text, where(line)) for line in told(*items).lines] == lines


@pytest.mark.parametrize(("minutes", "said"), [(0, "1 min"), (119, "119 min"), (130, "2 h"), (3_000, "2 days")])
def test_how_long_it_went_on(minutes: float, said: str) -> None:
    assert span(item(Kind.WORKER, is_end=True, minutes=minutes)) == said
