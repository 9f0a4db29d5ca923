"""What every page of the desk knows: whether this is a demo, and alarms nobody has looked into."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from soliday.committee.canaries import open_alarms
from soliday.committee.models import Alarm, Member
from soliday.committee.roles import may_administer


def desk(request: HttpRequest) -> dict[str, Any]:
    # Asked for by pages of the desk only: no other page looks who is signed in.
    alarms = SimpleLazyObject(lambda: _alarms(request))
    return {"is_demo": settings.CONFIGURATION.is_demo, "open_alarms": alarms}


def _alarms(request: HttpRequest) -> list[Alarm]:
    member = request.user
    if not isinstance(member, Member) or not may_administer(member):
        return []
    return list(open_alarms(member))
