"""What is cut where: by hand as by Django, which takes ten times as long."""

import unicodedata

import pytest
from django.utils.text import Truncator
from hypothesis import given
from hypothesis import strategies as st

from soliday.languages.openings import opening

LETTERS = st.text(alphabet="aй ё\u0306\u0301é\u200d👩…", max_size=12)


def test_a_short_text_stays_whole():
    assert opening("Vigil", 5) == "Vigil"


def test_a_long_text_ends_with_an_ellipsis_in_its_last_place():
    assert opening("Vigils", 5) == "Vigi…"


def test_an_accent_is_no_character_of_its_own():
    assert opening("воины\u0306"[:6], 5) == unicodedata.normalize("NFC", "воины\u0306")


@pytest.mark.parametrize("most", [1, 2, 5, 8])
@given(text=LETTERS)
def test_cut_as_django_cuts(text, most):
    assert opening(text, most) == Truncator(text).chars(most)
