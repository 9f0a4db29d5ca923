"""Nobody reaches the desk with a password alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

# What a session that showed a password only may ask for: a way out,
ENTRANCE = frozenset({"account_login", "account_logout", "desk_sign_out"})
# and, while its member has no second factor yet, the pages that set one up.
SET_UP = frozenset({"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"})


class RequireSecondFactor:
    """Sends a member without a second factor to set one up, before any page of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse by the name of the view: whatever is added to the desk is closed by default."""
        if not is_one_factor_session(request):
            return None
        has_factor = is_mfa_enabled(request.user)
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in ENTRANCE or (name in SET_UP and not has_factor):
            return None
        return redirect("account_logout" if has_factor else "mfa_activate_totp")


def is_one_factor_session(request: HttpRequest) -> bool:
    """Whether this is the desk, asked for by a session that showed one factor only."""
    if not request.path.startswith("/desk/") or not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return not any(record.get("method") == "mfa" for record in records)
