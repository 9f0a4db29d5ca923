"""Wrong receipts by one sender cost more and more waiting; others and right ones none."""

from soliday.intake.guard.guesses import (
    FORGOTTEN_AFTER,
    FREE_TRIES,
    LONGEST_WAIT,
    MOST_KEPT,
    Guesses,
)


def test_a_few_wrong_tries_are_free_then_the_wait_doubles():
    guesses = Guesses()
    waits = [guesses.wrong("one", now=0) for _ in range(FREE_TRIES + 20)]
    assert waits[:FREE_TRIES] == [0] * FREE_TRIES
    assert waits[FREE_TRIES : FREE_TRIES + 3] == [2, 4, 8]
    assert waits[-1] == LONGEST_WAIT
    assert guesses.wrong("other", now=0) == 0


def test_the_wait_holds_until_it_is_over():
    guesses = Guesses()
    for _ in range(FREE_TRIES + 3):
        guesses.wrong("one", now=100)
    assert [guesses.left("one", now=now) for now in (100, 104.5, 108, 200)] == [8, 4, 0, 0]
    assert guesses.left("other", now=100) == guesses.left(None, now=100) == 0


def test_it_is_forgotten():
    guesses = Guesses()
    for _ in range(FREE_TRIES + 3):
        guesses.wrong("one", now=0)
    assert guesses.wrong("one", now=FORGOTTEN_AFTER + 1) == 0


def test_where_senders_cannot_be_told_apart_nobody_waits():
    guesses = Guesses()
    assert [guesses.wrong(None, now=0) for _ in range(100)] == [0] * 100


def test_memory_is_bounded():
    guesses = Guesses()
    for number in range(MOST_KEPT + 50):
        guesses.wrong(str(number), now=0)
    assert len(guesses._tries) == MOST_KEPT
