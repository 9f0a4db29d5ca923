"""Actions with all that is shown of them, and how long they are kept."""

import pytest

from soliday.actions import reading
from soliday.actions.models import Action
from soliday.actions.reading import AtHand
from soliday.campaign.models import Edition
from tests.actions.sample import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(day):
    return [published(day).pk for _ in range(4)]


@pytest.fixture
def edition(day):
    return Edition.objects.in_bulk().__getitem__


def test_three_queries_however_many(numbers, edition, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = reading.read(numbers, edition)
        told = [(each.edition.year, each.all_texts, each.all_photos) for each in found.values()]
    rows = Action.objects.get(pk=numbers[0]).texts.values_list("language", "title", "text")
    assert [tuple(text)[:3] for text in told[0][1]] == sorted(rows)


def test_what_will_be_asked_for_is_read_along(numbers, edition, django_assert_num_queries):
    at_hand = AtHand()
    at_hand.give(numbers[:1], numbers[1:], edition)
    with django_assert_num_queries(0):
        assert [each.pk for each in at_hand.give(numbers[::-1], (), edition)] == numbers[::-1]


def test_the_last_in_use_stay(numbers, edition, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 2)
    at_hand = AtHand()
    for number in (numbers[0], numbers[1], numbers[0], numbers[2]):
        at_hand.give([number], (), edition)
    assert list(at_hand) == [numbers[0], numbers[2]]


def test_more_than_fit_are_given_all_the_same(numbers, edition, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 2)
    assert [each.pk for each in AtHand().give(numbers, (), edition)] == numbers


def test_what_is_published_no_longer_is_left_out(numbers, edition):
    Action.objects.filter(pk=numbers[1]).update(state="withdrawn")
    Action.objects.filter(pk=numbers[2]).delete()
    found = AtHand().give(numbers, (), edition)
    assert [each.pk for each in found] == [numbers[0], numbers[3]]
