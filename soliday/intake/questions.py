"""The questions of the report's form, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from soliday.campaign.models import IdeaPage
from soliday.intake.faults import FormWithFaults
from soliday.intake.fields import MOST_PHOTOS, Day, Link, People, Photos, PlainText
from soliday.intake.long_select import LongSelect
from soliday.languages.catalogue import SHIPPED
from soliday.places.countries import country_choices

FIRST_STEP = frozenset({"country", "stage", "idea", "language"})
DESCRIPTIONS = [f"photo_description_{number}" for number in range(1, MOST_PHOTOS + 1)]

STAGES = [("announced", _("I am planning it")), ("done", _("It has taken place"))]
CHOOSE = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}


class Questions(FormWithFaults):
    """Every question there is; which of them a country is asked is decided in forms.py."""

    country = forms.ChoiceField(
        label=_("Country where it takes place"), widget=LongSelect, error_messages=CHOOSE
    )
    stage = forms.ChoiceField(
        label=_("What do you want to tell us about?"),
        choices=STAGES,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    idea = forms.ChoiceField(
        label=_("Idea from the catalogue"), required=False, error_messages=CHOOSE
    )
    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=[(each.code, each.native_name) for each in SHIPPED],
        error_messages=CHOOSE,
    )
    title = PlainText(
        label=_("Title"),
        longest=120,
        help_text=_("In a few words: what, and for whom. At most 120 characters."),
        error_messages={"required": _("Give it a title.")},
    )
    text = PlainText(
        label=_("What happened, or what is planned"),
        longest=5000,
        is_one_line=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Leave out names, addresses and whatever leads to a person. At most 5000 characters."
        ),
        error_messages={"required": _("Tell us in a sentence or two what it is.")},
    )
    place = PlainText(
        label=_("City or town"),
        longest=80,
        required=False,
        help_text=_("The name of the place only, never an address."),
    )
    date = Day(label=_("Date"), required=False, help_text=_("Leave it empty if you do not know."))
    people_min = People(label=_("People, at least"), required=False)
    people_max = People(label=_("People, at most"), required=False)
    link = Link(
        label=_("Link"),
        longest=500,
        required=False,
        help_text=_("To a public post or page about it, if there is one."),
    )
    photos = Photos(
        label=_("Photos"),
        required=False,
        help_text=_(
            "At most 4, each up to 20 MB and 50 megapixels: JPEG, PNG, WebP, HEIC or AVIF. "
            "We rebuild each picture from its pixels: place, time and camera are gone. Faces and "
            "places stay visible in it."
        ),
    )
    name = PlainText(
        label=_("Name to show with it"),
        longest=120,
        required=False,
        help_text=_("Of a group or a person who agrees. Empty means that no name is shown."),
    )
    contact = PlainText(
        label=_("How the committee can reach you"),
        longest=200,
        required=False,
        help_text=_("Never published. The receipt is enough to read our answer."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number, name in enumerate(DESCRIPTIONS, start=1):
            label = _("What photo %(number)d shows") % {"number": number}
            self.fields[name] = PlainText(label=label, longest=300, required=False)

    def offer_choices(self, ideas: Mapping[str, IdeaPage], language: str) -> None:
        """Fill the lists of countries and ideas for readers of a language."""
        choose = ("", pgettext_lazy("nothing chosen yet", "Choose…"))
        none = ("", pgettext_lazy("no idea of the catalogue", "none of these"))
        titles = [(slug, page.title) for slug, page in ideas.items()]
        choices = {"country": [choose, *country_choices(language)], "idea": [none, *titles]}
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
