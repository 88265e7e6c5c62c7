from hypothesis import given
from hypothesis import strategies as st

from belvo_sandbox.people.rng import Chance


def test_the_draws_are_these_for_ever() -> None:
    chance = Chance("a", 1)
    assert [chance.whole(0, 99) for _ in range(6)] == [72, 3, 75, 62, 94, 53]
    assert chance.digits(8) == "37531092"


@given(st.integers(-1000, 1000), st.integers(0, 1000), st.integers())
def test_draws_keep_within_their_ends(low: int, length: int, seed: int) -> None:
    chance = Chance(seed)
    for _ in range(20):
        assert low <= chance.whole(low, low + length) <= low + length
        assert low <= chance.skewed(low, low + length) <= low + length


def test_both_ends_are_drawn() -> None:
    chance = Chance("ends")
    assert {chance.whole(1, 3) for _ in range(100)} == {1, 2, 3}


def test_a_count_is_what_it_should_be_on_average() -> None:
    chance = Chance("count")
    counts = [chance.count(2.25) for _ in range(4000)]
    assert set(counts) == {2, 3}
    assert 2.2 < sum(counts) / len(counts) < 2.3


def test_parts_are_kept_apart() -> None:
    assert Chance("ab", "c").unit() != Chance("a", "bc").unit()
