"""Pictures of pages: on them in every language, and gone in all forms with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from soliday.campaign import public
from soliday.campaign.models import (
    Day,
    DefenderPage,
    IdeaPage,
    MaterialsPage,
    PagePicture,
    TextPage,
)
from soliday.campaign.page_pictures import (
    add_picture,
    change_picture,
    take_picture_away,
)
from soliday.campaign.written import all_written
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
    add_picture(page, picture=PICTURE, descriptions=SHOWS)
    return page


def name_of(page: Page) -> str:
    return PagePicture.objects.get(of=page.translation_key).name


def pages() -> dict[str, PublicPage]:
    return {page.path: page for page in public.pages(None, all_written())}


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


def test_it_is_shown_where_it_is_described_in_the_language_of_the_page(page):
    assert shown_at("/ru/defenders/somebody/") is None
    words = SHOWS | {"ru": "Женщина у окна"}
    change_picture(page, name=name_of(page), picture=None, descriptions=words)
    picture = shown_at("/ru/defenders/somebody/")
    assert picture is not None and picture["alt"] == "Женщина у окна"


def test_a_page_in_another_language_shows_it_in_the_words_of_that(page):
    DefenderPage.objects.get(locale__language_code="ru").unpublish()
    picture = shown_at("/ru/defenders/somebody/")
    assert picture is not None
    assert (picture["alt"], picture["lang"]) == (SHOWS["en"], "en")


def test_nobody_has_one_at_first(day):
    assert shown_at("/en/defenders/somebody/") is None
    assert not [path for path in pages() if path.startswith("/photos/")]


def test_a_change_makes_every_page_that_shows_it_anew(page):
    StaleKey.objects.all().delete()
    before = pages()
    take_picture_away(page, name=name_of(page))
    keys = stale()
    showing = [f"/{code}/{place}" for code in ("en", "be", "ru") for place in PLACES]
    files = [path for path in before if path.startswith("/photos/")]
    assert len(files) == 2
    assert all(touched(before[path].keys, keys) for path in showing + files)
    assert not set(files) & set(pages())
    assert not PagePicture.objects.exists()


def test_another_picture_gets_another_address(page):
    first = {path for path in pages() if path.startswith("/photos/")}
    change_picture(page, name=name_of(page), picture=PICTURE, descriptions=SHOWS)
    assert not first & set(pages())


def test_the_same_picture_is_described_anew(page):
    first = {path for path in pages() if path.startswith("/photos/")}
    words = {"en": "By a window"}
    change_picture(page, name=name_of(page), picture=None, descriptions=words)
    assert first <= set(pages())
    picture = shown_at("/en/defenders/somebody/")
    assert picture is not None and picture["alt"] == "By a window"


def test_with_the_last_public_page_the_picture_goes(page):
    for each in DefenderPage.objects.all():
        each.unpublish()
    assert not [path for path in pages() if path.startswith("/photos/")]
    assert PagePicture.objects.exists()


def test_with_the_last_deleted_page_it_is_forgotten(page):
    first, *others = DefenderPage.objects.all()
    first.delete()
    assert PagePicture.objects.exists()
    for each in others:
        each.delete()
    assert not PagePicture.objects.exists()


def test_picture_and_mark_come_together_or_not_at_all(page):
    StaleKey.objects.all().delete()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_picture_away(page, name=name_of(page))
        raise ZeroDivisionError
    assert PagePicture.objects.exists()
    assert not stale()


@pytest.mark.parametrize("kind", [TextPage, IdeaPage, MaterialsPage])
def test_other_pages_show_theirs_below_their_text(day, kind):
    page = kind.objects.filter(locale__language_code="en").first()
    for words in (SHOWS, {"en": "A poster", "be": "Плакат"}):
        add_picture(page, picture=PICTURE, descriptions=words)
    path = page.get_url().replace("/en/", "/be/")
    html = BeautifulSoup(pages()[path].render(), "html.parser")
    figures = html.select("main figure.photo")
    assert [each.img["alt"] for each in figures] == ["Жанчына ля акна", "Плакат"]
    assert all(str(each.img["src"]) in pages() for each in figures)
    assert "Плакат" in figures[1].figcaption.text
    if kind is MaterialsPage:
        links = html.select("figcaption a[download]")
        assert [pages()[str(each["href"])].render() for each in links] == [b"large", b"large"]


def test_a_picture_makes_its_page_anew_and_not_the_whole_day(day):
    page = TextPage.objects.filter(locale__language_code="en").first()
    add_picture(page, picture=PICTURE, descriptions=SHOWS)
    assert stale() == {f"page:{page.translation_key}"}


def shared(path: str) -> dict[str, str]:
    html = BeautifulSoup(pages()[path].render(), "html.parser")
    return {str(each["property"]): str(each["content"]) for each in html.select("meta[property]")}


def test_a_messenger_is_told_of_the_first_picture(page):
    site = settings.CONFIGURATION.site
    tags = shared("/be/defenders/somebody/")
    address = tags["og:image"]
    assert address.startswith(f"{site}/photos/")
    assert pages()[address.removeprefix(site)].render() == b"large"
    assert tags["og:image:alt"] == "Жанчына ля акна"
    assert not shared("/be/defenders/")


def test_beside_an_onion_no_page_names_the_clear_net(page, settings):
    settings.CONFIGURATION = replace(settings.CONFIGURATION, onion=f"http://{'a' * 56}.onion")
    assert not shared("/be/defenders/somebody/")


def test_what_one_language_asked_no_other_asks_again(
    page: DefenderPage, django_assert_num_queries: Any
) -> None:
    own = ("about/", "days/", "defenders/", "ideas/", "materials/", "somebody/")
    written = {path: each for path, each in pages().items() if path.endswith(own)}
    first = [written.pop(path).render() for path in list(written) if path.startswith("/en/")]
    assert any(name_of(page).encode() in each for each in first)
    assert len(written) >= len(own) - 1
    with django_assert_num_queries(0):
        made = [each.render() for each in written.values()]
    assert any(name_of(page).encode() in each for each in made)
