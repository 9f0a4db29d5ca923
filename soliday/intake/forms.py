"""The report's form: each field is checked here, against the safety profile of its country."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from soliday.campaign.models import IdeaPage
from soliday.intake.fields import NotAsked, Photos, ask_to_forget
from soliday.intake.posted import Posted
from soliday.intake.queries import Offer, profile_of
from soliday.intake.questions import DESCRIPTIONS, FIRST_STEP, Questions
from soliday.places.models import SafetyProfile


class ReportForm(Questions):
    """What is asked. A field that the country's profile does not ask for is not there.

    Where it was sent all the same, NotAsked stands in its place and refuses it: nothing is
    kept that should not have been asked, and nothing is dropped without a word.
    """

    def __init__(
        self,
        *args: Any,
        offer: Offer,
        profile: SafetyProfile | None,
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.offer, self.profile, self.today = offer, profile, today
        self.offer_choices(offer.ideas, offer.language)
        for name in self._unasked():
            self._take_out(name)
        ask_to_forget(self.fields.values())

    def _unasked(self) -> Iterator[str]:
        """The fields that must not be asked. Without a country: as little as in a careful one."""
        if self.profile is None:
            yield from (name for name in ("name", "contact") if not self._is_sent(name))
            return
        asked = {
            "photos": self.profile.asks_photos,
            "name": self.profile.asks_name,
            "contact": self.profile.asks_contact,
            "place": self.profile.asks_town,
        } | dict.fromkeys(DESCRIPTIONS, self.profile.asks_photos)
        yield from (name for name, is_asked in asked.items() if not is_asked)

    def _take_out(self, name: str) -> None:
        field = self.fields[name]
        if self._is_sent(name):
            self.fields[name] = NotAsked(label=field.label)
        else:
            del self.fields[name]

    def _is_sent(self, name: str) -> bool:
        return bool(self.data.get(name, "").strip() or self.files.get(name))

    @property
    def is_first_step_done(self) -> bool:
        """Whether the first step needs no second look."""
        return all(
            self[name].value() and not self[name].errors for name in FIRST_STEP if name != "idea"
        )

    @property
    def first_words(self) -> list[str]:
        """What was chosen in the first step, as the lists say it."""
        words = []
        for name in ("country", "stage", "idea", "language"):
            value = self[name].value()
            choices = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            if value and value in choices:
                words.append(str(choices[value]))
        return words

    @property
    def asks_photos(self) -> bool:
        return isinstance(self.fields.get("photos"), Photos)

    @property
    def chosen_idea(self) -> IdeaPage | None:
        """The idea of the catalogue that is chosen now."""
        chosen = self.data.get("idea") if self.is_bound else self.initial.get("idea")
        return self.offer.ideas.get(str(chosen or ""))

    @property
    def descriptions(self) -> list[forms.BoundField]:
        return [self[name] for name in DESCRIPTIONS if name in self.fields]

    @property
    def has_descriptions(self) -> bool:
        return any(self._is_sent(name) for name in DESCRIPTIONS)

    @property
    def is_begun(self) -> bool:
        """Whether anything is filled in beyond the first step."""
        return any(self._is_sent(name) for name in self.fields if name not in FIRST_STEP)

    def clean_date(self) -> date | None:
        day: date | None = self.cleaned_data["date"]
        if day is None:
            return None
        if not self.offer.first_day <= day <= self.offer.last_day:
            raise ValidationError(_("This date is too far away. Please check the year."))
        # East of us tomorrow has begun already.
        is_to_come = day > self.today + timedelta(days=1)
        if is_to_come and self.data.get("stage") == "done":
            raise ValidationError(_("This day is still to come, so it cannot have taken place."))
        return day

    def clean(self) -> None:
        self._check_people()
        self._check_descriptions()
        self._refuse_wrong_kinds()

    def _check_people(self) -> None:
        smallest, largest = (self.cleaned_data.get(name) for name in ("people_min", "people_max"))
        if smallest and largest and smallest > largest:
            self.add_error("people_max", _("This is less than the smallest number."))

    def _check_descriptions(self) -> None:
        """A description without its photo: after a fault, photos must be chosen again."""
        if "photos" not in self.cleaned_data:
            return
        for name in DESCRIPTIONS[len(self.cleaned_data["photos"]) :]:
            if self.cleaned_data.get(name):
                self.add_error(name, _("This photo is missing. Choose it, or empty this field."))

    def _refuse_wrong_kinds(self) -> None:
        """A file where text belongs, or text where a file does."""
        wrong = {name for name in self.files if name != "photos"}
        if self.data.get("photos"):
            wrong.add("photos")
        for name in sorted(wrong):
            self.add_error(
                name if name in self.fields else None,
                _("This was sent as the wrong kind of field."),
            )

    def report(self) -> dict[str, Any]:
        """The fields of the report as they are sealed."""
        values = self.cleaned_data
        day, photos_count = values["date"], len(values.get("photos") or [])
        asked = ("stage", "idea", "title", "text", "language", "country", "link")
        maybe_asked = ("place", "name", "contact")
        return {
            **{name: values[name] for name in asked},
            **{name: values.get(name) or "" for name in maybe_asked},
            "date": day.isoformat() if day else "",
            "people_min": values["people_min"],
            "people_max": values["people_max"],
            "photo_descriptions": [values[name] for name in DESCRIPTIONS[:photos_count]],
        }


def report_form(posted: Posted, *, offer: Offer, today: date) -> ReportForm:
    """The form as somebody has sent it."""
    fields = posted.fields.copy()
    country = _code(fields)
    fields["country"] = country
    profile = profile_of(country)
    return ReportForm(fields, posted.files, offer=offer, profile=profile, today=today)


def empty_report_form(query: QueryDict, *, offer: Offer, today: date) -> ReportForm:
    """The form as first seen, with the country and the idea that a link has chosen."""
    country = _code(query)
    initial = {"country": country, "idea": query.get("idea", ""), "language": offer.language}
    return ReportForm(offer=offer, profile=profile_of(country), today=today, initial=initial)


def _code(fields: QueryDict) -> str:
    return str(fields.get("country", "")).strip().upper()
