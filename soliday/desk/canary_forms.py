"""A made-up report: the fields that a sender fills in, as an administrator makes them up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from soliday.campaign.queries import days, ideas
from soliday.desk.facts_forms import MOST_PEOPLE, DayInput
from soliday.languages.catalogue import SHIPPED
from soliday.places.countries import country_choices

STAGES = [("announced", _("announced")), ("done", _("done"))]


class CanaryForm(forms.Form):
    """Written so that it tempts whoever copies reports, and nobody who only works."""

    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES, initial="done")
    idea = forms.ChoiceField(label=_("Idea"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    country = forms.ChoiceField(label=_("Country"))
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=80)
    date = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    people_min = forms.IntegerField(
        label=_("People, at least"), required=False, min_value=1, max_value=MOST_PEOPLE
    )
    people_max = forms.IntegerField(
        label=_("People, at most"), required=False, min_value=1, max_value=MOST_PEOPLE
    )
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = get_language() or "en"
        found = [(page.slug, page.title) for day in days() for page in ideas(day, here)]
        self._offer("idea", [("", "—"), *found])
        self._offer("language", [(each.code, each.native_name) for each in SHIPPED])
        self._offer("country", [("", "—"), *country_choices(here)])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    def clean(self) -> None:
        smallest, largest = (self.cleaned_data.get(name) for name in ("people_min", "people_max"))
        if smallest and largest and smallest > largest:
            self.add_error("people_max", _("This is less than the smallest number."))

    def report(self) -> dict[str, Any]:
        """The fields of the report, exactly as the public form seals them."""
        values = self.cleaned_data
        names = "stage idea title text language country link place name contact".split()
        return {
            **{name: values[name] for name in names},
            "date": values["date"].isoformat() if values["date"] else "",
            "people_min": values["people_min"],
            "people_max": values["people_max"],
            "photo_descriptions": [],
        }
