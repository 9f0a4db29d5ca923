"""Work beside the one who goes on: when it begins, and where its faults come out."""

from threading import Event

import pytest

from soliday.press.threads import beside


def test_it_is_begun_before_anybody_waits_for_it():
    begun = Event()
    with beside(2) as begin:
        begin(begun.set)
        assert begun.wait(5)


def test_where_others_have_the_cores_it_begins_when_it_is_waited_for():
    begun = Event()
    with beside(1) as begin:
        wait = begin(begun.set)
        assert not begun.is_set()
        wait()
    assert begun.is_set()


@pytest.mark.parametrize("threads", [1, 2])
def test_results_come_in_any_order_and_faults_where_they_are_waited_for(threads):
    with beside(threads) as begin:
        wait, fails = begin(divmod, 7, 2), begin(divmod, 7, 0)
        with pytest.raises(ZeroDivisionError):
            fails()
        assert wait() == (3, 1)
