"""What a sender can send with the receipt: a message, or the whole report once more."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soliday.intake.door import Visit
from soliday.intake.faults import FormWithFaults
from soliday.intake.fields import NotAsked, Photos, PlainText, ask_to_forget
from soliday.intake.forms import ReportForm
from soliday.intake.queries import offer_to_all, profile_of
from soliday.places.models import SafetyProfile
from soliday.reports.conversation import LONGEST_MESSAGE

LONGEST_TOKEN = 64


class MessageForm(FormWithFaults):
    """A message with photos, where the country's profile takes photos."""

    use_required_attribute = False

    message = PlainText(
        label=_("Your message"),
        longest=LONGEST_MESSAGE,
        is_one_line=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Leave out names, addresses and whatever leads to a person. At most 5000 characters."
        ),
        error_messages={"required": _("Write something, or choose a photo.")},
    )
    photos = Photos(
        label=_("Photos"),
        required=False,
        help_text=_(
            "At most 4 at once, each up to 20 MB and 50 megapixels. "
            "We rebuild each from its pixels."
        ),
    )

    def __init__(self, *args: Any, profile: SafetyProfile | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asks_photos = profile is not None and profile.asks_photos
        if not self.asks_photos:
            self._take_out_photos()
        ask_to_forget(self.fields.values())

    def _take_out_photos(self) -> None:
        if self.files.get("photos") or self.data.get("photos"):
            self.fields["photos"] = NotAsked(label=self.fields["photos"].label)
        else:
            del self.fields["photos"]

    def clean(self) -> None:
        """A photo may speak for itself."""
        if self.cleaned_data.get("photos") and self.has_error("message", "required"):
            del self.errors["message"]
            self.cleaned_data["message"] = ""


def message_form(visit: Visit, fields: dict[str, Any], *, is_sent: bool = False) -> MessageForm:
    """The form for a message about the report with these fields, as posted or empty."""
    profile = profile_of(str(fields.get("country", "")))
    if not (is_sent and visit.posted):
        return MessageForm(profile=profile)
    return MessageForm(visit.fields, visit.posted.files, profile=profile)


def filled_form(visit: Visit, fields: dict[str, Any], *, is_done: bool) -> ReportForm:
    """The form with what was sent; `is_done`: what was announced has taken place."""
    initial = fields | {"language": fields.get("language") or visit.language}
    if is_done:
        initial["stage"] = "done"
    return ReportForm(
        offer=offer_to_all(language=visit.language, today=visit.today),
        profile=profile_of(str(fields.get("country", ""))),
        today=visit.today,
        initial=initial,
    )


def token_of(visit: Visit) -> str:
    """What makes a form sent twice one; a new one where none was sent."""
    sent = visit.fields.get("token", "").strip()
    return sent if 0 < len(sent) <= LONGEST_TOKEN else new_token()


def new_token() -> str:
    return secrets.token_hex(16)
