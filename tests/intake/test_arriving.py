"""However slowly or largely others send, pages can be read and small reports find room."""

from http import HTTPStatus

import pytest

from soliday.intake.posted import MOST_BODIES, MOST_BYTES, Arriving, CannotRead
from soliday.ops.web import THREADS


def test_fewer_bodies_at_once_than_threads():
    assert MOST_BODIES < THREADS


def test_large_bodies_are_bounded_together_and_small_ones_get_in():
    arriving = Arriving()
    with arriving.one(MOST_BYTES):
        with pytest.raises(CannotRead) as refused, arriving.one(2_000_000):
            pass
        assert refused.value.status == HTTPStatus.SERVICE_UNAVAILABLE
        with arriving.one(20_000):
            assert arriving.count == 2
    assert (arriving.count, arriving.bytes_count) == (0, 0)
