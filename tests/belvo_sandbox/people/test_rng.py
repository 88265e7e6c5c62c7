from hypothesis import given
from hypothesis import strategies as st

from belvo_sandbox.people.rng import Rng


def test_the_draws_are_these_for_ever() -> None:
    rng = Rng("a", 1)
    assert [rng.integer(0, 99) for _ in range(6)] == [72, 3, 75, 62, 94, 53]
    assert rng.digits(8) == "37531092"


@given(st.integers(-1000, 1000), st.integers(0, 1000), st.integers())
def test_draws_keep_within_their_ends(low: int, length: int, seed: int) -> None:
    rng = Rng(seed)
    for _ in range(20):
        assert low <= rng.integer(low, low + length) <= low + length
        assert low <= rng.skewed(low, low + length) <= low + length


def test_both_ends_are_drawn() -> None:
    rng = Rng("ends")
    assert {rng.integer(1, 3) for _ in range(100)} == {1, 2, 3}


def test_a_count_is_what_it_should_be_on_average() -> None:
    rng = Rng("count")
    counts = [rng.count(2.25) for _ in range(4000)]
    assert set(counts) == {2, 3}
    assert 2.2 < sum(counts) / len(counts) < 2.3


def test_parts_are_kept_apart() -> None:
    assert Rng("ab", "c").random() != Rng("a", "bc").random()
