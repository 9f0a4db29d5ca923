"""An action entered by hand from public sources, or a published one being edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soliday.actions.models import Action
from soliday.actions.states import Origin
from soliday.desk.facts_forms import FACTS, FactsForm
from soliday.places.countries import is_country


class ActionForm(FactsForm):
    """Facts and texts with their source, which is required for what was not reported to us."""

    participant_countries = forms.CharField(
        label=_("Countries of those who took part"),
        required=False,
        max_length=800,
        help_text=_("Two-letter codes with spaces between: PL UA LT."),
    )
    participant_countries_count = forms.IntegerField(
        label=_("Number of these countries, if only that is known"),
        required=False,
        min_value=1,
        max_value=250,
    )
    name = forms.CharField(label=_("Name of the group that did it"), required=False, max_length=120)
    source_label = forms.CharField(label=_("Source"), required=False, max_length=200)
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args: Any, origin: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.origin = origin
        if origin == Origin.PUBLIC:
            self.fields["source_label"].required = True
        else:
            del self.fields["source_label"], self.fields["source_url"]

    def clean_participant_countries(self) -> list[str]:
        typed = self.cleaned_data["participant_countries"].upper().replace(",", " ").split()
        unknown = [code for code in typed if not is_country(code)]
        if unknown:
            raise forms.ValidationError(
                _("No country has the code %(codes)s."), params={"codes": ", ".join(unknown)}
            )
        return sorted(set(typed))

    def facts(self) -> dict[str, Any]:
        names = ("participant_countries", "participant_countries_count", "name")
        more = {name: self.cleaned_data[name] for name in names}
        source = {name: self.cleaned_data.get(name, "") for name in ("source_label", "source_url")}
        return super().facts() | more | source | {"origin": self.origin}


def initial_from_action(action: Action) -> dict[str, Any]:
    """What the form offers for an action that is there."""
    names = (*FACTS, "city", "name", "source_label", "source_url")
    initial = {name: getattr(action, name) for name in names}
    initial["edition"] = action.edition_id
    initial["participant_countries"] = " ".join(action.participant_countries)
    initial["participant_countries_count"] = action.participant_countries_count
    for text in action.texts.all():
        initial[f"title_{text.language}"] = text.title
        initial[f"text_{text.language}"] = text.text
    return initial


def made_by(action: Action, texts: list[dict[str, str]]) -> list[dict[str, str]]:
    """Who made each text: as before where it was not touched, else the committee."""
    before = {text.language: text for text in action.texts.all()}
    return [text | {"made_by": _maker(before.get(text["language"]), text)} for text in texts]


def _maker(before: Any, text: dict[str, str]) -> str:
    is_same = before and (before.title, before.text) == (text["title"], text["text"])
    is_original = text["made_by"] == "original"
    return before.made_by if is_same and not is_original else text["made_by"]
