"""A known mirror as an administrator types it: a name and an address, and of nobody anything."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soliday.press.known_mirrors import AddressRefused, cleaned
from soliday.press.models import KnownMirror


class MirrorForm(forms.Form):
    """Both are public as soon as a check has found the copy true."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As readers see it, such as “A university in Oslo”. Name nobody."),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        help_text=_(
            "https://…, http://… or an onion address, with the folder if it stands in one. "
            "Letters that are not Latin in their xn-- form."
        ),
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, mirror: KnownMirror | None = None, **kwargs: Any) -> None:
        if mirror:
            kwargs["initial"] = {"name": mirror.name, "address": mirror.address}
        super().__init__(*args, **kwargs)
        self.mirror = mirror

    def clean_address(self) -> str:
        try:
            address = cleaned(self.cleaned_data["address"])
        except AddressRefused:
            raise forms.ValidationError(
                _("This is no address of a copy: http or https, a host, and at most a folder.")
            ) from None
        same = KnownMirror.objects.filter(address=address).first()
        if same is not None and same != self.mirror:
            raise forms.ValidationError(_("This address is on the list already."))
        return address
