"""Typing two shares of the recovery key from paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soliday.sealing.identities import Identity
from soliday.sealing.recovery import (
    SHARE_WORDS,
    ShareMistyped,
    SharesDoNotFit,
    combine,
    parse_share,
)


def _share_field(label: Any) -> forms.CharField:
    attrs = {"rows": 4, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs=attrs))


class DrillForm(forms.Form):
    """Two of the three shares; capitals, line ends and numbers do not matter."""

    first = _share_field(gettext_lazy("First share"))
    second = _share_field(gettext_lazy("Second share"))

    identity: Identity | None = None

    def clean_first(self) -> str:
        return self._share("first")

    def clean_second(self) -> str:
        return self._share("second")

    def clean(self) -> None:
        first, second = self.cleaned_data.get("first"), self.cleaned_data.get("second")
        if not first or not second:
            return
        try:
            self.identity = combine([first, second])
        except SharesDoNotFit as misfit:
            self.add_error("second", MISFITS[misfit.reason])

    def refuse_another_key(self) -> None:
        self.add_error(
            None, _("These shares belong to another recovery key than the one in force.")
        )

    def _share(self, name: str) -> str:
        try:
            return parse_share(self.cleaned_data[name])
        except ShareMistyped as mistake:
            raise forms.ValidationError(fault_words(mistake)) from None


def fault_words(mistake: ShareMistyped) -> str:
    """What is wrong with a share, without repeating any of its words."""
    if mistake.reason == "word":
        return _("Word %(number)s is not in the list of words: read it once more.") % {
            "number": mistake.word
        }
    if mistake.reason == "check":
        return _("A word is wrong or two have changed places: compare with the paper.")
    return _("A share has %(count)s words.") % {"count": SHARE_WORDS}


MISFITS = {
    "same": gettext_lazy("This is the first share once more."),
    "strangers": gettext_lazy("These two shares do not belong together."),
}
