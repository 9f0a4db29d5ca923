import pytest

from soliday.places.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "lodz"),
        ("Bodø", "BODO"),
        ("Mar’ina Gorka", "marina gorka"),
        ("Івана-Франкоўск", "івана франкоуск"),
        ("Королёв", "королев"),
        ("Gießen", "giessen"),
        ("  Nowy   Sącz ", "nowy sacz"),
    ],
)
def test_spellings_that_differ_in_marks_only_are_alike(one, other):
    assert folded(one) == folded(other)


def test_other_letters_still_count():
    assert folded("Брэст") != folded("Брест")
