from threading import Barrier, Thread

import pytest

from belvo_sandbox.core.caches import Cache


def test_a_value_is_built_once() -> None:
    cache: Cache[str] = Cache(10, len)
    assert [cache.get("k", lambda: "first"), cache.get("k", lambda: "second")] == ["first", "first"]


def test_threads_that_ask_at_once_wait_for_one_build() -> None:
    cache: Cache[list[int]] = Cache(10, len)
    barrier, built, got = Barrier(8), [], []

    def build() -> list[int]:
        built.append(1)
        return [len(built)]

    def ask() -> None:
        barrier.wait()
        got.append(cache.get("k", build))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (built, got) == ([1], [[1]] * 8)


def test_what_was_used_longest_ago_goes_first() -> None:
    cache: Cache[str] = Cache(3, len)
    for key in ("a", "b", "c"):
        cache.get(key, lambda key=key: key)  # type: ignore[misc]  # mypy can't type a lambda's default
    cache.get("a", str)
    cache.get("d", lambda: "d")
    assert len(cache) == 3
    assert [cache.get(key, lambda: "new") for key in ("a", "c", "d", "b")] == ["a", "c", "d", "new"]


def test_one_thing_larger_than_the_limit_is_kept_alone() -> None:
    cache: Cache[str] = Cache(3, len)
    cache.get("small", lambda: "s")
    assert (cache.get("large", lambda: "large"), len(cache)) == ("large", 1)


def test_a_build_that_fails_is_tried_again() -> None:
    cache: Cache[str] = Cache(3, len)
    with pytest.raises(ZeroDivisionError):
        cache.get("k", lambda: str(1 // 0))
    assert cache.get("k", lambda: "v") == "v"


def test_what_is_cleared_weighs_nothing() -> None:
    cache: Cache[str] = Cache(3, len)
    cache.get("old", lambda: "old")
    cache.clear()
    for key in ("a", "b", "c"):
        cache.get(key, lambda: "x")
    assert len(cache) == 3
