"""Nobody reaches the desk with a password alone."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN_PREFIX = "/desk/account/"


class RequireSecondFactor:
    """Sends a member without a second factor to set one up, before any page of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_refused(request):
            has_factor = is_mfa_enabled(request.user)
            return redirect("account_logout" if has_factor else "mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def is_refused(request: HttpRequest) -> bool:
        """Whether this is the desk, asked for by a session that showed one factor only."""
        path = request.path
        if not path.startswith("/desk/") or path.startswith(OPEN_PREFIX):
            return False
        if not request.user.is_authenticated:
            return False
        records = get_authentication_records(request)
        return not any(record.get("method") == "mfa" for record in records)
