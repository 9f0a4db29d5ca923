"""Unlocking: a keyholder's passphrase opens sealed reports in one browser, for a while.

The identity lies in the database encrypted by a key that only the browser's cookie holds:
neither half opens anything alone, and it does not matter which worker answers.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from soliday.committee.models import Keyholder, Member, Unlocking
from soliday.sealing.identities import unwrap

COOKIE = "desk_unlock"
IDLE = timedelta(minutes=30)
IN_ALL = timedelta(hours=12)


class Locked(Exception):
    """Reports cannot be opened: the passphrase has not been given, or too long ago."""


class NotKeyholder(Exception):
    """The member holds no key."""


def unlock(*, member: Member, passphrase: str, now: datetime) -> str:
    """Open the member's identity and return the cookie's value.

    Raises NotKeyholder, or WrongPassphrase after about a second of work.
    """
    keyholder = Keyholder.objects.filter(member=member, removed_on=None).first()
    if keyholder is None:
        raise NotKeyholder
    secret = unwrap(bytes(keyholder.wrapped_identity), passphrase)
    remove_expired(now=now)
    token = secrets.token_urlsafe(32)
    Unlocking.objects.create(
        id=_row_id(token),
        member=member,
        sealed_identity=_fernet(token).encrypt(secret.encode()),
        created_at=now,
        used_at=now,
    )
    return token


def opened_secret(*, member: Member, token: str, now: datetime) -> str:
    """The member's age secret, and half an hour more; raise Locked when it is shut."""
    row = Unlocking.objects.filter(id=_row_id(token), member=member).first()
    if row is None or now - row.used_at > IDLE or now - row.created_at > IN_ALL:
        raise Locked
    if not Keyholder.objects.filter(member=member, removed_on=None).exists():
        raise Locked
    Unlocking.objects.filter(id=row.id).update(used_at=now)
    try:
        return _fernet(token).decrypt(bytes(row.sealed_identity)).decode()
    except InvalidToken as error:
        raise Locked from error


def is_unlocked(*, member: Member, token: str, now: datetime) -> bool:
    """Whether reports can be opened; asking opens nothing and prolongs nothing."""
    row = Unlocking.objects.filter(id=_row_id(token), member=member).first()
    return row is not None and now - row.used_at <= IDLE and now - row.created_at <= IN_ALL


def lock(*, token: str) -> None:
    """Lock this browser."""
    Unlocking.objects.filter(id=_row_id(token)).delete()


def lock_member(*, member: Member) -> None:
    """Lock every browser of a member."""
    member.unlockings.all().delete()


def lock_everybody() -> None:
    """Lock every browser of every member."""
    Unlocking.objects.all().delete()


def remove_expired(*, now: datetime) -> int:
    """Delete what could no longer be used anyway; how many there were."""
    idle, _by_model = Unlocking.objects.filter(used_at__lt=now - IDLE).delete()
    old, _by_model = Unlocking.objects.filter(created_at__lt=now - IN_ALL).delete()
    return idle + old


def _row_id(token: str) -> bytes:
    return hashlib.sha256(b"soliday unlocking row " + token.encode()).digest()


def _fernet(token: str) -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"soliday unlocking key")
    return Fernet(base64.urlsafe_b64encode(derive.derive(token.encode())))
