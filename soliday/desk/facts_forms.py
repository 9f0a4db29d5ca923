"""What is published of an action: facts and texts, the same for a report and for public sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from soliday.actions.models import DatePrecision, MadeBy
from soliday.actions.states import Stage
from soliday.campaign.models import Edition
from soliday.campaign.queries import closings_in_force, days, ideas
from soliday.desk.city_choices import city_choices
from soliday.languages.catalogue import SHIPPED
from soliday.places.countries import country_choices

TITLE_LENGTH = 120
TEXT_LENGTH = 10_000
MOST_PEOPLE = 10_000_000
# Those facts whose field and whose column in Action have the same name and value.
FACTS = tuple(
    "stage idea country happened_on happened_to date_precision people_min people_max link "
    "language".split()
)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST_PEOPLE)


class FactsForm(forms.Form):
    """Facts and texts of an action. Everything is checked; what is empty is unknown, never 0."""

    edition = forms.ModelChoiceField(
        label=_("Edition"), queryset=Edition.objects.select_related("day"), empty_label=None
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    idea = forms.ChoiceField(label=_("Idea"), required=False)
    language = forms.ChoiceField(label=_("Original language"))
    country = forms.ChoiceField(label=_("Country"))
    place = forms.CharField(
        label=_("Look for a city"),
        required=False,
        max_length=120,
        help_text=_("Type how it begins and press “Find”. This text is never published."),
    )
    city = forms.ChoiceField(label=_("City"), required=False)
    happened_on = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    happened_to = forms.DateField(
        label=_("Last day, if it took several"), required=False, widget=DayInput
    )
    date_precision = forms.ChoiceField(label=_("Date shown as"), choices=DatePrecision.choices)
    people_min = _people(_("People, at least"))
    people_max = _people(_("People, at most"))
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._leave_out_closed_years()
        here = get_language() or "en"
        self._offer("language", [(each.code, each.native_name) for each in SHIPPED])
        self._offer("country", [("", "—"), *country_choices(here)])
        self._offer("idea", self._idea_choices(here))
        self._offer(
            "city",
            city_choices(
                self.current("country"), self.current("place"), self.current("city"), here
            ),
        )
        for each in SHIPPED:
            self._add_text_fields(each.code)

    def _leave_out_closed_years(self) -> None:
        field = self.fields["edition"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        every = Edition.objects.select_related("day")
        field.queryset = every.exclude(pk__in=closings_in_force())

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def _add_text_fields(self, code: str) -> None:
        self.fields[f"title_{code}"] = forms.CharField(
            label=_("Title"),
            required=False,
            max_length=TITLE_LENGTH,
            widget=forms.TextInput(attrs={"lang": code}),
        )
        self.fields[f"text_{code}"] = forms.CharField(
            label=_("Text"),
            required=False,
            max_length=TEXT_LENGTH,
            widget=forms.Textarea(attrs={"lang": code, "rows": 8}),
        )

    def current(self, name: str) -> str:
        """What the field holds now: as typed, else as proposed."""
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return "" if value is None else str(value)

    def _idea_choices(self, here: str) -> list[tuple[str, str]]:
        found = {page.slug: page.title for day in days() for page in ideas(day, here)}
        return [("", pgettext_lazy("no idea of the catalogue", "none of these")), *found.items()]

    @property
    def language_now(self) -> str:
        code = self.current("language")
        return code if code in {each.code for each in SHIPPED} else SHIPPED[0].code

    @property
    def translations_now(self) -> set[str]:
        """The languages that have a title now."""
        return {each.code for each in SHIPPED if self.current(f"title_{each.code}")}

    @property
    def text_groups(self) -> list[dict[str, Any]]:
        """Title and text of each language, the original first."""
        ordered = sorted(SHIPPED, key=lambda each: each.code != self.language_now)
        return [
            {
                "language": each,
                "is_original": each.code == self.language_now,
                "title": self[f"title_{each.code}"],
                "text": self[f"text_{each.code}"],
            }
            for each in ordered
        ]

    def clean(self) -> None:
        self._check_texts()
        self._check_dates()
        smallest, largest = (self.cleaned_data.get(name) for name in ("people_min", "people_max"))
        if smallest and largest and smallest > largest:
            self.add_error("people_max", _("The largest number is below the smallest."))

    def _check_texts(self) -> None:
        original = self.cleaned_data.get("language")
        for each in SHIPPED:
            for name, other in (("title", "text"), ("text", "title")):
                is_needed = each.code == original or self.cleaned_data.get(f"{other}_{each.code}")
                field = f"{name}_{each.code}"
                if is_needed and not self.cleaned_data.get(field) and field not in self.errors:
                    self.add_error(field, _("Title and text belong together: fill in both."))

    def _check_dates(self) -> None:
        first, last = (self.cleaned_data.get(name) for name in ("happened_on", "happened_to"))
        if last and (not first or last < first):
            self.add_error("happened_to", _("The last day is before the first."))
        is_done = self.cleaned_data.get("stage") in (Stage.DONE, Stage.CONFIRMED)
        if is_done and first and first > self.today:
            self.add_error("happened_on", _("What is done cannot lie in the future."))

    def facts(self) -> dict[str, Any]:
        """The facts by the names of Action's fields."""
        number = self.cleaned_data["city"]
        return {name: self.cleaned_data[name] for name in FACTS} | {
            "city": int(number) if number else None
        }

    def texts(self) -> list[dict[str, str]]:
        """Title and text of each language that has them."""
        original = self.cleaned_data["language"]
        return [
            {
                "language": each.code,
                "title": self.cleaned_data[f"title_{each.code}"],
                "text": self.cleaned_data[f"text_{each.code}"],
                "made_by": MadeBy.ORIGINAL if each.code == original else MadeBy.COMMITTEE,
            }
            for each in SHIPPED
            if self.cleaned_data[f"title_{each.code}"]
        ]
