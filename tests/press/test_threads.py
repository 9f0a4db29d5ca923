"""Work beside the one who goes on: when it begins, and where its faults come out."""

from threading import Event

import pytest

from soliday.press.threads import beside


def test_it_is_begun_before_anybody_waits_for_it():
    begun = Event()
    with beside() as begin:
        begin(begun.set)
        assert begun.wait(5)


def test_results_come_in_any_order_and_faults_where_they_are_waited_for():
    with beside() as begin:
        wait, fails = begin(divmod, 7, 2), begin(divmod, 7, 0)
        with pytest.raises(ZeroDivisionError):
            fails()
        assert wait() == (3, 1)
