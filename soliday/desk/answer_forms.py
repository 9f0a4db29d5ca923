"""What a member says to a sender: ready texts in the sender's language, to be changed at will."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from soliday.reports.conversation import LONGEST_MESSAGE

# Short name -> what a member reads on the button, and what the sender reads.
READY: dict[str, tuple[Any, Any]] = {
    "thanks": (
        _("Thanks"),
        _("Thank you for telling us, and for what you did. We have read your report."),
    ),
    "when_where": (
        _("When and where?"),
        _(
            "When did it take place, and in which country? A city is enough, no address. You can "
            "answer below, or press “Correct it” and fill in the form."
        ),
    ),
    "people": (
        _("How many?"),
        _("About how many people took part? “From 10 to 15” is fine; so is “I do not know”."),
    ),
    "consent": (
        _("Do those in the photo agree?"),
        _(
            "Have all the people who can be recognised in the photo agreed to be shown? If you "
            "are not sure, tell us, and we make them unrecognisable or leave the photo out."
        ),
    ),
    "photo": (
        _("A photo?"),
        _("If you have a photo of it on which nobody can be recognised, you can add it below."),
    ),
    "done": (
        _("Did it take place?"),
        _(
            "Has it taken place? Then press “We did it” below and tell how it went: how many came, "
            "what happened. If it was called off, simply say so."
        ),
    ),
    "careful": (
        _("Take care"),
        _(
            "We left some details out so that nobody comes to harm. If anything published worries "
            "you, write to us here, or withdraw it: it is gone within seconds."
        ),
    ),
}


class Ready(NamedTuple):
    """A ready text: what its button says, and the text in the sender's language."""

    slug: str
    label: Any
    text: str


def ready_texts(language: str) -> list[Ready]:
    """All ready texts, rendered in the sender's language."""
    with translation.override(language):
        texts = {slug: str(text) for slug, (_label, text) in READY.items()}
    return [Ready(slug, label, texts[slug]) for slug, (label, _text) in READY.items()]


class AnswerForm(forms.Form):
    """A message to the sender. token: sends it once, however often the button is pressed."""

    text = forms.CharField(
        label=_("Message to the sender"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5, "data-desk-answer": ""}),
        help_text=_("In the sender’s language. They read it when they come back with the receipt."),
        error_messages={"required": _("Write something, or choose a ready text.")},
    )
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, language: str, text: str = "") -> None:
        super().__init__(data, initial={"token": secrets.token_hex(16), "text": text})
        self.fields["text"].widget.attrs["lang"] = language


def with_ready_text(form: AnswerForm, slug: str, language: str) -> AnswerForm:
    """A form with this ready text behind what was typed."""
    texts = {each.slug: each.text for each in ready_texts(language)}
    parts = [str(form.data.get("text", "")).strip(), texts.get(slug, "")]
    return AnswerForm(language=language, text="\n\n".join(part for part in parts if part))
