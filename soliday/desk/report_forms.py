"""Forms of the page of one report: what to publish, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from soliday.actions.models import Action
from soliday.desk.action_forms import initial_from_action
from soliday.desk.city_choices import proposed_city
from soliday.desk.facts_forms import FactsForm
from soliday.desk.rules import Rules
from soliday.languages.catalogue import SHIPPED
from soliday.reports.queries import Version

REASON_LENGTH = 2000
# Said to the sender in their own language, so written to a stranger who meant well.
REASONS: dict[str, Any] = {
    "not_an_action": _("What you told us is not an action of solidarity, so it has no place here."),
    "more_needed": _(
        "We understood too little to publish it. If you can, send a new report and say what "
        "happened, in which country and when."
    ),
    "unsafe": _(
        "Publishing this could bring you or others into danger. Thank you for what you did: it "
        "counts, also unpublished."
    ),
    "twice": _("We have already published this action from another report. Thank you."),
    "not_sure": _("We could not make sure that it happened, and publish only what we trust."),
    "against_rules": _("It contains insults or calls to violence, which we never publish."),
}


class ReportForm(FactsForm):
    """What to publish of a report. A name is published only when somebody ticks the box."""

    publish_name = forms.BooleanField(label=_("Publish this name"), required=False)
    name = forms.CharField(label=_("Name to publish"), required=False, max_length=120)

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        if not rules.may_name:
            del self.fields["publish_name"], self.fields["name"]
        if not rules.shows_city:
            del self.fields["city"], self.fields["place"]

    def clean(self) -> None:
        super().clean()
        if not self.rules.may_name:
            return
        is_ticked, name = self.cleaned_data.get("publish_name"), self.cleaned_data.get("name")
        if is_ticked and not name:
            self.add_error("name", _("Write the name to publish, or untick the box."))
        if name and not is_ticked:
            self.add_error("publish_name", _("Tick the box to publish the name, or empty it."))

    def facts(self) -> dict[str, Any]:
        self.cleaned_data.setdefault("city", "")
        facts = super().facts() | {"name": self.cleaned_data.get("name", "")}
        return self.rules.coarsened(facts)


def initial_from_report(fields: dict[str, Any], edition: Any, rules: Rules) -> dict[str, Any]:
    """What the form offers at first: what was sent, but never the name."""
    language = fields.get("language", "")
    country, place = fields.get("country", ""), fields.get("place") or ""
    initial = {
        name: fields.get(name) or ""
        for name in ("stage", "idea", "people_min", "people_max", "link")
    }
    return initial | {
        "edition": edition and edition.pk,
        "language": language if language in {each.code for each in SHIPPED} else "en",
        "country": country,
        "place": place,
        "city": proposed_city(country, place) if rules.shows_city else "",
        "happened_on": _day(fields.get("date")),
        "date_precision": rules.date_precision,
        f"title_{language}": fields.get("title", ""),
        f"text_{language}": fields.get("text", ""),
    }


def initial_from_proposal(proposal: dict[str, Any]) -> dict[str, Any]:
    """What the form offers when a proposal is changed: the proposal."""
    facts = proposal["facts"]
    initial = {name: facts.get(name) for name in facts} | {"edition": proposal["edition"]}
    initial["publish_name"] = bool(facts.get("name"))
    for text in proposal["texts"]:
        initial[f"title_{text['language']}"] = text["title"]
        initial[f"text_{text['language']}"] = text["text"]
    return initial


def initial_from_correction(
    action: Action, versions: Sequence[Version], rules: Rules
) -> dict[str, Any]:
    """What the form offers for a published report: what is published, and over it each field
    that the sender has ever changed, as it is in the newest version."""
    published = initial_from_action(action)
    published["publish_name"] = bool(action.name)
    newest = versions[-1].fields
    sent = initial_from_report(newest, action.edition, rules)
    for name in changed_fields(versions):
        published |= {each: sent[each] for each in _offered_for(name, newest) if each in sent}
    return published


def changed_fields(versions: Sequence[Version]) -> list[str]:
    """The names of the fields in which any older version differs from the newest."""
    newest = versions[-1].fields
    older = [version.fields for version in versions[:-1]]
    names = dict.fromkeys(name for fields in (newest, *older) for name in fields)
    return [name for name in names if any(each.get(name) != newest.get(name) for each in older)]


def _offered_for(name: str, fields: dict[str, Any]) -> list[str]:
    """The fields of our form in which a field of the sender's ends up."""
    language = fields.get("language", "")
    more = {
        "title": [f"title_{language}"],
        "text": [f"text_{language}"],
        "language": ["language", f"title_{language}", f"text_{language}"],
        "place": ["place", "city"],
        "country": ["country", "place", "city"],
        "date": ["happened_on"],
        "name": [],  # names are never offered
    }
    return more.get(name, [name])


def _day(typed: Any) -> date | None:
    try:
        return date.fromisoformat(str(typed))
    except ValueError:
        return None


class DeclineForm(forms.Form):
    """Why a report is not published, in words its sender reads with the receipt."""

    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The sender reads this with the receipt, and can answer. The server cannot read it."
        ),
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields["words"].widget.attrs["lang"] = language
        self.fields["reason"] = forms.ChoiceField(
            label=_("Reason"),
            required=False,
            widget=forms.RadioSelect,
            choices=[("", _("only my own words")), *reasons_in(language)],
        )

    def clean(self) -> None:
        if not self.cleaned_data.get("reason") and not self.cleaned_data.get("words"):
            self.add_error("words", _("Choose a reason or write one: the sender waits for it."))

    def answer(self) -> str:
        """The whole answer to the sender."""
        canned = dict(reasons_in(self.language)).get(self.cleaned_data["reason"], "")
        return "\n\n".join(part for part in (canned, self.cleaned_data["words"]) if part)


def reasons_in(language: str) -> list[tuple[str, str]]:
    """The ready reasons in the sender's language."""
    with translation.override(language):
        return [(slug, str(text)) for slug, text in REASONS.items()]
