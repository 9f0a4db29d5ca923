"""The page on which everything is named."""

import re

import pytest

from soliday.actions.changes import withdraw
from soliday.campaign.models import DefenderPage, IdeaPage
from soliday.campaign.queries import translations
from tests.actions.sample import ON, offered, published, take_stale, text_of

pytestmark = pytest.mark.django_db


def links(path):
    return set(re.findall(r'<li><a href="([^"]+)"', text_of(path)))


def test_it_names_every_page_idea_defender_year_and_country(day):
    published(day, country="PL", year=2025)
    named = links("/be/find/")
    for kind in (IdeaPage, DefenderPage):
        assert {each["be"].path for each in translations(day, kind)} <= named
    assert {"/be/", "/be/ideas/", "/be/countries/", "/be/copies/", "/be/countries/pl/"} <= named
    assert "/be/days/2025/" in named
    pages = {path for path in offered() if re.fullmatch(r"/be/[a-z]+/", path)}
    assert pages - {"/be/find/"} <= named | {"/be/actions/"}


def test_a_text_that_is_not_translated_says_its_language(day):
    idea = IdeaPage.objects.filter(locale__language_code="be").first()
    idea.unpublish()
    assert re.search(r'<a href="/be/ideas/[^"]+" lang="en" dir="ltr">', text_of("/be/find/"))


def test_the_first_action_of_a_country_and_no_second_touches_it(day):
    published(day, country="PL")
    take_stale()
    first = published(day, country="LT")
    assert {"/en/find/", "/be/find/"} <= offered(take_stale()).keys()
    published(day, country="LT")
    assert "/en/find/" not in offered(take_stale())
    withdraw(action_number=first.pk, today=ON)
    assert "/en/find/" not in offered(take_stale())


def test_a_country_whose_last_action_is_withdrawn_is_named_no_more(day):
    last = published(day, country="LT")
    assert "/en/countries/lt/" in links("/en/find/")
    withdraw(action_number=last.pk, today=ON)
    assert "/en/find/" in offered(take_stale())
    assert "/en/countries/lt/" not in links("/en/find/")


def test_every_page_and_the_one_for_none_lead_to_it(day):
    assert 'href="/ru/find/"' in text_of("/ru/")
    assert 'href="/en/find/"' in text_of("/en/404.html")
