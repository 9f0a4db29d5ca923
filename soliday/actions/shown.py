"""An action as its readers meet it: in their language, no more exact than its place allows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from soliday.actions.models import Action, MadeBy, Text
from soliday.actions.places import Profiles, When
from soliday.actions.states import Origin, Stage
from soliday.campaign.pictures import ShownPhoto
from soliday.languages.numbers import shown_people
from soliday.places.cities import City, city, city_name
from soliday.places.countries import country_name


@dataclass(frozen=True)
class ShownAction:
    """What templates, feeds and data may show of an action. They never read Action itself."""

    action: Action
    language: str
    root: str
    profiles: Profiles

    @property
    def path(self) -> str:
        return f"{self.root}actions/{self.action.pk}/"

    @property
    def country_path(self) -> str:
        return f"{self.root}countries/{self.action.country.lower()}/"

    @property
    def year_path(self) -> str:
        return f"{self.root}days/{self.action.edition.year}/"

    @cached_property
    def version(self) -> Text:
        """The text in the reader's language, else the original, else any."""
        texts = {text.language: text for text in self.action.all_texts}
        chosen = texts.get(self.language) or texts.get(self.action.language)
        return chosen or texts[min(texts)]

    @property
    def original(self) -> Text | None:
        texts = self.action.all_texts
        return next((text for text in texts if text.language == self.action.language), None)

    @property
    def is_translated(self) -> bool:
        return self.version.made_by != MadeBy.ORIGINAL

    @property
    def is_foreign(self) -> bool:
        return self.version.language != self.language

    @cached_property
    def city(self) -> City | None:
        number = self.profiles.city_of(self.action)
        return None if number is None else city(number)

    @cached_property
    def country(self) -> str:
        return country_name(self.action.country, self.language)

    @cached_property
    def place(self) -> str:
        """The city with its country, or the country alone."""
        if self.city is None:
            return self.country
        return f"{city_name(self.city.id, self.language)}, {self.country}"

    @cached_property
    def when(self) -> When:
        return self.profiles.when(self.action)

    @cached_property
    def when_words(self) -> str:
        return self.when.words(self.language)

    @property
    def people(self) -> str:
        return shown_people(self.action.people_min, self.action.people_max, self.language)

    @property
    def are_people_known(self) -> bool:
        return self.action.people_min is not None or self.action.people_max is not None

    @property
    def participants(self) -> list[str]:
        """The countries of those who took part, by name."""
        return sorted(
            country_name(code, self.language) for code in self.action.participant_countries
        )

    @cached_property
    def photos(self) -> list[ShownPhoto]:
        return [ShownPhoto(photo, self.language) for photo in self.action.all_photos]

    @property
    def stage(self) -> str:
        """How sure it is that it happened, in words."""
        return _label(Stage(self.action.stage), self.language)

    @property
    def origin(self) -> str:
        """Where it is known from."""
        return _label(Origin(self.action.origin), self.language)

    @property
    def made_by(self) -> str:
        """Who translated the text."""
        return _label(MadeBy(self.version.made_by), self.language)

    @cached_property
    def card_facts(self) -> tuple[Any, ...]:
        """Everything that a card shows of the action, as it is stored."""
        action = self.action
        return (
            self.path,
            action.stage,
            action.country,
            self.profiles.city_of(action),
            self.profiles.precision_of(action),
            action.happened_on,
            action.happened_to,
            action.edition.year,
            action.people_min,
            action.people_max,
            self.version.language,
            self.version.title,
            self.version.text,
            *((photo.photo.name, *photo.described) for photo in self.photos[:1]),
        )

    @property
    def link_host(self) -> str:
        return self.action.link.split("/")[2] if "://" in self.action.link else ""


@lru_cache(maxsize=1000, typed=True)
def _label(choice: TextChoices, language: str) -> str:
    """Looked up once and not for each of ten thousand pages."""
    with translation.override(language):
        return str(choice.label)
