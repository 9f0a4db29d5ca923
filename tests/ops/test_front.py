"""Whether what is set fits what stands in front."""

import pytest
from django.conf import settings

from soliday.ops import front


def configuration(**values):
    mine = settings.CONFIGURATION
    return type(mine)(**vars(mine) | {"site": "https://example.org"} | values)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"proxies": 1, "site": "http://abc.onion"}, "SOLIDAY_PROXIES=0"),
        ({"proxies": 1, "host": "0.0.0.0"}, "make an address up"),
    ],
)
def test_addresses_that_anyone_could_make_up_are_a_fault(values, part):
    assert part in front.fault(configuration(**values))


@pytest.mark.parametrize(
    "values", [{}, {"proxies": 1}, {"site": "http://abc.onion"}, {"host": "0.0.0.0"}]
)
def test_what_fits_is_none(values):
    assert front.fault(configuration(**values)) == ""


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"is_flood_guarded": False}, "OFF"),
        ({"proxies": 2}, "2 web server"),
        ({}, "SOLIDAY_PROXIES=1"),
        ({"site": "http://abc.onion"}, "only the amount"),
    ],
)
def test_it_says_what_the_guard_does(values, part):
    assert part in front.said(configuration(**values))
