"""Forms that take a keyholder's passphrase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PASSPHRASE_LENGTH = 20
DIFFERENT_CHARACTERS = 8


def _passphrase_field(label: Any, *, is_new: bool = False, help_text: Any = "") -> forms.CharField:
    autocomplete = "new-password" if is_new else "current-password"
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "autofocus": not is_new})
    # Spaces at the ends belong to a passphrase as to a password.
    return forms.CharField(
        label=label, widget=widget, strip=False, max_length=1000, help_text=help_text
    )


class PassphraseForm(forms.Form):
    """The keyholder's passphrase, which opens sealed reports."""

    passphrase = _passphrase_field(_("Passphrase"))

    def refuse(self) -> None:
        self.add_error("passphrase", _("This is not your passphrase. Nothing was unlocked."))

    def refuse_for_a_while(self) -> None:
        self.add_error(
            "passphrase",
            _("Too many tries. Wait an hour; other members are not affected."),
        )

    def refuse_without_key(self) -> None:
        self.add_error(
            "passphrase",
            _("You hold no key: you cannot open reports. Ask an administrator."),
        )


class NewPassphraseForm(forms.Form):
    """Choosing the passphrase that will wrap a new keyholder's identity."""

    passphrase = _passphrase_field(
        _("New passphrase"),
        is_new=True,
        help_text=_(
            "At least 20 characters: five or more words that have nothing to do with each other "
            "or with you. Not your password."
        ),
    )
    repeated = _passphrase_field(_("The same once more"), is_new=True)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_passphrase(self) -> str:
        passphrase: str = self.cleaned_data["passphrase"]
        if len(passphrase) < PASSPHRASE_LENGTH:
            raise forms.ValidationError(
                _("Too short: at least %(count)s characters."),
                params={"count": PASSPHRASE_LENGTH},
            )
        if len(set(passphrase.casefold())) < DIFFERENT_CHARACTERS:
            raise forms.ValidationError(_("Too easy to guess: use different words."))
        if self.member.check_password(passphrase):
            raise forms.ValidationError(_("This is your password. Choose something else."))
        return passphrase

    def clean(self) -> None:
        passphrase = self.cleaned_data.get("passphrase")
        if passphrase and passphrase != self.cleaned_data.get("repeated"):
            self.add_error("repeated", _("The two are not the same."))
