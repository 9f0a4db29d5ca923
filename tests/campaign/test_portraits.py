"""Portraits: on the defender's pages in every language, and gone in all forms with them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction

from soliday.campaign import public
from soliday.campaign.models import Day, DefenderPage, Portrait
from soliday.campaign.portraits import put_portrait, take_portrait_away
from soliday.core.models import StaleKey
from soliday.core.pages import PublicPage, touched
from soliday.photos.door import Derived, Picture

pytestmark = pytest.mark.django_db
PICTURE = Derived(Picture(b"large", 800, 1000), Picture(b"small", 512, 640))
SHOWS = {"en": "A woman by a window", "be": "Жанчына ля акна"}
PLACES = ("defenders/somebody/", "defenders/")


@pytest.fixture
def page(day: Day) -> DefenderPage:
    page = DefenderPage.objects.get(locale__language_code="en")
    put_portrait(page, picture=PICTURE, descriptions=SHOWS)
    return page


def pages() -> dict[str, PublicPage]:
    return {page.path: page for page in public.pages(None)}


def shown_at(path: str) -> Tag | None:
    page = BeautifulSoup(pages()[path].render(), "html.parser")
    return page.select_one("img.portrait")


def stale() -> frozenset[str]:
    return frozenset(StaleKey.objects.values_list("key", flat=True))


@pytest.mark.parametrize("place", PLACES)
def test_it_stands_on_the_page_and_in_the_list_with_its_words(page, place):
    picture = shown_at(f"/be/{place}")
    assert picture is not None
    assert picture["alt"] == "Жанчына ля акна"
    assert not picture.has_attr("lang")
    assert pages()[str(picture["src"])].render() in (b"large", b"small")


def test_without_words_of_the_language_it_says_which_it_has(page):
    picture = shown_at("/ru/defenders/somebody/")
    assert picture is not None
    assert (picture["alt"], picture["lang"]) == ("Жанчына ля акна", "be")


def test_nobody_has_one_at_first(day):
    assert shown_at("/en/defenders/somebody/") is None
    assert not [path for path in pages() if path.startswith("/photos/")]


def test_a_change_makes_every_page_that_shows_it_anew(page):
    StaleKey.objects.all().delete()
    before = pages()
    take_portrait_away(page)
    keys = stale()
    showing = [f"/{code}/{place}" for code in ("en", "be", "ru") for place in PLACES]
    files = [path for path in before if path.startswith("/photos/")]
    assert len(files) == 2
    assert all(touched(before[path].keys, keys) for path in showing + files)
    assert not set(files) & set(pages())
    assert not Portrait.objects.exists()


def test_another_picture_gets_another_address(page):
    first = {path for path in pages() if path.startswith("/photos/")}
    put_portrait(page, picture=PICTURE, descriptions=SHOWS)
    assert not first & set(pages())


def test_the_same_picture_is_described_anew(page):
    first = {path for path in pages() if path.startswith("/photos/")}
    put_portrait(page, picture=None, descriptions={"en": "By a window"})
    assert first <= set(pages())
    picture = shown_at("/en/defenders/somebody/")
    assert picture is not None and picture["alt"] == "By a window"


def test_with_the_last_public_page_the_picture_goes(page):
    for each in DefenderPage.objects.all():
        each.unpublish()
    assert not [path for path in pages() if path.startswith("/photos/")]
    assert Portrait.objects.exists()


def test_with_the_last_deleted_page_it_is_forgotten(page):
    first, *others = DefenderPage.objects.all()
    first.delete()
    assert Portrait.objects.exists()
    for each in others:
        each.delete()
    assert not Portrait.objects.exists()


def test_picture_and_mark_come_together_or_not_at_all(page):
    StaleKey.objects.all().delete()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_portrait_away(page)
        raise ZeroDivisionError
    assert Portrait.objects.exists()
    assert not stale()
