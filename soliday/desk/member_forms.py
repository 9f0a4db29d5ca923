"""Adding a member and changing what a member may do. No e-mail, no real name: neither is needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from soliday.committee.models import Member
from soliday.committee.roles import ROLES
from soliday.places.countries import is_country


class MemberForm(forms.Form):
    """Roles, countries, and whether the member can sign in."""

    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.filter(name__in=ROLES).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.CharField(
        label=_("Countries"),
        required=False,
        max_length=800,
        help_text=_(
            "Two-letter codes with spaces between (PL UA LT): a reviewer sees reports from these "
            "only. Empty means all."
        ),
    )
    is_active = forms.BooleanField(label=_("Can sign in"), required=False, initial=True)

    def clean_countries(self) -> list[str]:
        typed = self.cleaned_data["countries"].upper().replace(",", " ").split()
        unknown = [code for code in typed if not is_country(code)]
        if unknown:
            raise forms.ValidationError(
                _("No country has the code %(codes)s."), params={"codes": ", ".join(unknown)}
            )
        return sorted(set(typed))


class MemberHelpForm(MemberForm):
    """The same, and help for a member who has lost something. Each is told in the audit log."""

    password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Only for a member who has forgotten theirs. Empty: it stays."),
    )
    remove_second_factor = forms.BooleanField(
        label=_("Remove the second factor: the member sets up a new one"), required=False
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.member)
        return password


class NewMemberForm(MemberForm):
    """The same with a user name and a first password, which the member changes."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("It stands in the audit log. It need not be a real name."),
    )
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Hand it over in person or by a safe way; the member sets up a second factor."),
    )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Member.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("There is a member of this name."))
        return username

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, Member(username=self.data.get("username", "")))
        return password
