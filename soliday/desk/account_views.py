"""Signing in and out, and second factors: allauth's views with what the desk adds to them."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
)

from soliday.desk.opening import drop_unlock_cookie


class SignOut(account.LogoutView):
    """Signing out locks the desk in this browser too."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        return drop_unlock_cookie(self.request, response)


class ActivateTotp(ActivateTOTPView):
    """Setting up a first second factor lets the member in: its code has just been shown."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        let_in(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):
    """The same with a passkey or security key."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        let_in(self.request, Authenticator.Type.WEBAUTHN)
        return response


def let_in(request: HttpRequest, kind: str) -> None:
    """Note in the session that the second factor just set up was shown."""
    added = Authenticator.objects.filter(user=request.user, type=kind).order_by("-pk").first()
    if added is not None:
        post_authentication(request, added)


class OwnAccount(AccountView):
    """Wagtail's page of one's own settings, without what we need not know: name and picture.

    The password has a page of its own, behind showing the second factor again.
    """

    left_out = (NameEmailSettingsPanel, AvatarSettingsPanel, ChangePasswordPanel)

    def get_panels(self) -> list[Any]:
        return [each for each in super().get_panels() if not isinstance(each, self.left_out)]
