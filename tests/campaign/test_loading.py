"""The default day is there once, whole, in three languages, and is never written over."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import TestCase
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from soliday.campaign import queries
from soliday.campaign.default_day.content import read_content, translated
from soliday.campaign.default_day.rich_text import rich_text
from soliday.campaign.loading import load_default_day
from soliday.campaign.models import (
    Day,
    DayPage,
    DefenderPage,
    Edition,
    EditionPage,
    IdeaPage,
    MaterialsPage,
    TextPage,
)
from soliday.core.models import StaleKey

pytestmark = pytest.mark.django_db  # so that these run on PostgreSQL as well
TODAY = date(2026, 8, 4)


def in_language(model: type[Page], slug: str, language: str) -> Page:
    return model.objects.get(slug=slug, locale__language_code=language)


class TheDefaultDay(TestCase):
    """Loaded once for all of these: it takes some seconds."""

    @classmethod
    def setUpTestData(cls) -> None:
        assert load_default_day(today=TODAY)

    def test_it_is_the_main_day_and_takes_reports_this_year(self):
        day = queries.main_day()
        assert (day.slug, day.month, day.day_of_month, day.first_year) == ("belarus", 8, 4, 2012)
        assert queries.open_edition(day).year == 2026
        assert day.editions.count() == 15

    def test_every_kind_of_page_is_there_in_every_language(self):
        content = read_content()
        expected = {
            DayPage: 1,
            IdeaPage: len(content["ideas"]),
            EditionPage: len(content["editions"]),
            DefenderPage: len(content["defenders"]),
            TextPage: len(content["texts"]),
            MaterialsPage: 1,
        }
        for model, count in expected.items():
            for language in ("en", "be", "ru"):
                pages = model.objects.live().filter(locale__language_code=language, alias_of=None)
                assert pages.count() == count, (model, language)

    def test_a_page_and_its_translations_belong_together(self):
        for page in Page.objects.filter(depth__gte=2, locale__language_code="en"):
            languages = {each.locale.language_code for each in page.get_translations()}
            assert languages == {"be", "ru"}, page

    def test_texts_are_in_the_language_of_their_page(self):
        home = read_content()["home"]
        for language in ("be", "ru"):
            page = DayPage.objects.get(locale__language_code=language)
            assert page.slogan == translated(home["slogan"], language)
            assert page.conditions[0].value["text"] == translated(
                home["conditions"][0]["text"], language
            )

    def test_paragraphs_keep_their_kind_in_translation(self):
        manifesto = next(each for each in read_content()["texts"] if each["slug"] == "manifesto")
        original = in_language(TextPage, "manifesto", "en").body
        assert original == rich_text(manifesto["body"])
        for language in ("be", "ru"):
            body = in_language(TextPage, "manifesto", language).body
            for tag in ("<h2", "<blockquote", "<ul", "<li", "<p"):
                assert body.count(tag) == original.count(tag), (language, tag)

    def test_materials_keep_their_lines(self):
        for language in ("en", "be", "ru"):
            page = in_language(MaterialsPage, "materials", language)
            assert any("\n" in block.value["text"] for block in page.materials)
            assert not any("<br" in block.value["text"] for block in page.materials)

    def test_an_edition_without_figures_has_none_in_the_database(self):
        edition = Edition.objects.get(year=2018)
        assert edition.people_min is edition.result_countries_min is None

    def test_the_tree_is_sound_and_wagtails_welcome_page_is_gone(self):
        assert not any(Page.find_problems())
        site = Site.objects.get()
        assert site.root_page.specific == DayPage.objects.get(locale__language_code="en")
        assert Page.objects.filter(depth=2).count() == 3

    def test_each_page_has_a_history_that_begins_with_what_was_shipped(self):
        for page in Page.objects.filter(depth__gte=2).specific():
            assert page.live_revision_id == page.latest_revision_id == page.revisions.get().pk
            assert not page.has_unpublished_changes
            assert page.live_revision.as_object().title == page.title

    def test_every_string_counts_as_translated_at_the_desk(self):
        for translation in Translation.objects.all():
            total, done = translation.get_progress()
            assert total == done, translation
        assert Translation.objects.count() == 2 * TranslationSource.objects.count()

    def test_a_changed_text_counts_as_out_of_date(self):
        page = in_language(IdeaPage, "your-own-idea", "en")
        page.summary = "Another sentence."
        page.save_revision().publish()
        source, _ = TranslationSource.update_or_create_from_instance(page)
        for translation in source.translations.all():
            total, done = translation.get_progress()
            assert done == total - 1

    def test_saving_a_translation_at_the_desk_changes_nothing_else(self):
        page = in_language(IdeaPage, "your-own-idea", "be")
        source = TranslationSource.objects.get_for_instance(
            page.get_translations().get(locale=Locale.get_default())
        )
        with self.captureOnCommitCallbacks(execute=True):
            source.translations.get(target_locale=page.locale).save_target()
        again = IdeaPage.objects.get(pk=page.pk)
        assert (again.title, again.how_to, again.slug) == (page.title, page.how_to, page.slug)

    def test_everything_is_to_be_built(self):
        assert list(StaleKey.objects.values_list("key", flat=True)) == ["*"]

    def test_loaded_again_nothing_is_touched(self):
        idea = in_language(IdeaPage, "your-own-idea", "en")
        idea.title = "What the committee wrote"
        idea.save_revision().publish()
        in_language(TextPage, "letters", "ru").delete()
        Edition.objects.filter(year=2018).update(people_min=70)
        pages = Page.objects.count()
        assert not load_default_day(today=TODAY)
        assert Page.objects.count() == pages
        assert in_language(IdeaPage, "your-own-idea", "en").title == "What the committee wrote"
        assert Edition.objects.get(year=2018).people_min == 70


class BesideAnotherDay(TestCase):
    def test_another_main_day_stays_the_main_one(self):
        Day.objects.create(slug="other", month=4, day_of_month=30, first_year=2020, is_main=True)
        assert load_default_day(today=date(2030, 1, 1))
        assert queries.main_day().slug == "other"
        assert queries.open_edition(Day.objects.get(slug="belarus")).year == 2026
