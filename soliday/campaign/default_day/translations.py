"""The shipped translations, handed to wagtail-localize as if they had been written at the desk.

So side-by-side translation shows them, and a source text that the committee changes marks them
as out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.strings import StringValue

from soliday.campaign.default_day.content import TextNotTranslated, read_translations
from soliday.campaign.default_day.planting import plant_translations


def translate_pages(pages: Iterable[Page], languages: Iterable[str], *, today: date) -> None:
    """Publish each page, parents first, in these languages. Raises TextNotTranslated."""
    sources = [TranslationSource.update_or_create_from_instance(page)[0] for page in pages]
    for language in languages:
        locale = Locale.objects.get(language_code=language)
        _write_strings(sources, locale, _spoken_in(language))
        plant_translations(sources, locale, today=today)


def _write_strings(
    sources: list[TranslationSource], locale: Locale, words: Callable[[str], str]
) -> None:
    segments = StringSegment.objects.filter(source__in=sources).select_related("string")
    # A text that stands twice in one place (a list with the same source twice) is one string.
    strings = {(each.string_id, each.context_id): each.string.data for each in segments}
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=string,
            locale=locale,
            context_id=context,
            data=words(text),
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
        for (string, context), text in strings.items()
    )


def _spoken_in(language: str) -> Callable[[str], str]:
    """A function from a string as wagtail-localize keeps it to the same in this language."""
    known = {
        StringValue.from_plaintext(text).data: StringValue.from_plaintext(translation).data
        for text, translation in read_translations(language).items()
    }

    def say(text: str) -> str:
        if text.isdigit():  # a year is the same in every language
            return text
        if text not in known:
            raise TextNotTranslated(f"{language}: {text}")
        return known[text]

    return say
