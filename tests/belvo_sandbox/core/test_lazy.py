from belvo_sandbox.core.lazy import LazySequence


def test_items_are_made_when_somebody_looks_at_them() -> None:
    computed: list[int] = []

    def square(index: int) -> int:
        computed.append(index)
        return index * index

    squares = LazySequence(range(1_000_000), square)
    tail = squares[-3:]
    assert (len(squares), len(tail), computed) == (1_000_000, 3, [])
    assert (squares[7], squares[-1]) == (49, 999_999**2)
    assert [*tail] == [999_997**2, 999_998**2, 999_999**2]
    assert [*reversed(tail[:2])] == [999_998**2, 999_997**2]
    assert computed == [7, 999_999, 999_997, 999_998, 999_999, 999_998, 999_997]
