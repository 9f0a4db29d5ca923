"""How allauth behaves here: no sign-up, no e-mail, TOTP secrets sealed in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Members are added by an administrator; nobody signs up, nothing is mailed."""

    # In our own words, so that they are translated into every language that we ship.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "enter_current_password": _("This is not your password until now."),
        "incorrect_code": _("This code is not right. Codes change every half minute."),
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("User name and password do not fit together."),
        "username_password_mismatch": _("User name and password do not fit together."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes."),
        "rate_limited": _("Too many tries. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: this software holds no address."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """A name for the caller, for allauth's limits, which lie in the database.

        Keyed by a seed that lives in memory only: from the disk no address can be computed.
        """
        address = super().get_client_ip(request)
        return hmac.digest(settings.MEMORY_SEED, address.encode(), hashlib.sha256).hex()[:32]


def _fernet() -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"soliday second factor")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))


class SealedSecretAdapter(DefaultMFAAdapter):
    """Stores second-factor secrets encrypted by a key that is not in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Codes change every half minute."),
        "cannot_delete_authenticator": _("This second factor cannot be removed now."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()
