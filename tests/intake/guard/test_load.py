"""How much is arriving: bounded, forgotten after a minute."""

from soliday.intake.guard.load import MANY_POSTS, MOST_KEPT, SECONDS, Load
from soliday.photos.limits import JOBS_AT_ONCE


def test_pressure_rises_with_the_posts_of_the_last_minute_and_falls_again():
    load = Load()
    assert load.pressure(None, now=0) == 0
    for _ in range(MANY_POSTS):
        load.note(None, now=0)
    assert load.pressure(None, now=1) == 1
    assert load.pressure(None, now=SECONDS) == 0


def test_nothing_of_a_sender_is_left_after_a_minute():
    load = Load()
    load.note("somebody", now=0)
    load.pressure(None, now=SECONDS)
    assert not load._posts
    assert not load._counts


def test_memory_is_bounded():
    load = Load()
    for number in range(2 * MOST_KEPT):
        load.note(str(number), now=0)
    assert len(load._posts) == len(load._counts) == MOST_KEPT


def test_photos_that_wait_are_load():
    load = Load()
    works = [load.photo() for _ in range(JOBS_AT_ONCE + 2)]
    for work in works:
        work.__enter__()
    assert load.pressure(None, now=0) == 1
    for work in works:
        work.__exit__(None, None, None)
    assert load.pressure(None, now=0) == 0
