from sync.backoff import Backoff


def test_pauses_double_up_to_half_a_minute_and_begin_anew_after_success() -> None:
    backoff = Backoff()
    assert [backoff.pause() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.reset()
    assert backoff.pause() == 1


def test_a_reason_is_news_until_another_one_or_a_success_comes_between() -> None:
    backoff = Backoff()
    assert [backoff.is_news(reason) for reason in ("locked", "locked", "full", "locked")] == [True, False, True, True]
    backoff.reset()
    assert backoff.is_news("locked")
