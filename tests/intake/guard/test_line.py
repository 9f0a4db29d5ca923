"""Whoever brings nothing that was asked waits for others like them, and holds up nobody else."""

import threading
import time

import pytest

from soliday.intake.guard.line import Line, line
from tests.intake.guard.conftest import Form

pytestmark = pytest.mark.django_db
SOON = 5  # seconds that nothing here takes unless somebody is held up


def started(work) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def until_waiting(queue: Line, count: int) -> None:
    ends = time.monotonic() + SOON
    while len(queue._waiting) < count:
        assert time.monotonic() < ends
        time.sleep(0.001)


def test_one_is_served_at_a_time_in_the_order_of_coming():
    queue, served, together = Line(), [], []

    def come(number: int) -> None:
        with queue.turn():
            served.append(number)
            together.append(queue._is_serving)

    with queue.turn():
        people = []
        for number in range(20):
            people.append(started(lambda number=number: come(number)))
            until_waiting(queue, number + 1)
        assert served == []
    for each in people:
        each.join(SOON)
    assert served == list(range(20))
    assert not queue._is_serving


def test_a_fault_while_being_served_lets_the_next_one_in():
    queue = Line()
    with pytest.raises(ValueError, match="broken"), queue.turn():
        raise ValueError("broken")
    with queue.turn():
        pass


@pytest.fixture
def held(monkeypatch):
    """Somebody is being served without end. Whoever comes to the line is noticed, not held."""
    came = []
    monkeypatch.setattr(line, "_enter", lambda: came.append(True))
    monkeypatch.setattr(line, "_leave", lambda: None)
    return came


def test_nobody_stands_in_line_in_calm_times(opened, send, held):
    assert send().status_code == 201
    assert held == []


def test_nobody_stands_in_line_when_the_guard_is_off(send, busy, unguarded, held):
    assert send().status_code == 201
    assert held == []


def test_whoever_did_the_work_passes_the_line(opened, send, busy, held):
    form = opened()
    assert send(**form.fields | form.solved()).status_code == 201
    assert held == []


def test_whoever_answered_and_waited_passes_the_line(opened, send, clock, busy, held):
    form = opened()
    early = send(**form.fields | form.answered())
    assert held == [True]
    clock.seconds = int(early["Retry-After"])
    assert send(**Form(early).fields | form.answered()).status_code == 201
    assert held == [True]


@pytest.mark.parametrize("proof", ["x", "", "1.1.00000000000000000000000000000000 e30="])
def test_whoever_brings_nothing_stands_in_line(opened, send, busy, held, proof):
    form = opened()
    assert send(**form.fields | {"proof": proof}).status_code == 429
    assert held == [True]


def test_waiting_with_a_wrong_answer_is_no_way_past_the_line(opened, send, clock, busy, held):
    form = opened()
    clock.seconds = 59
    assert send(**form.fields | {"answer": "1000"}).status_code == 422
    assert held == [True]
