"""What every page of the desk knows: whether this is a demo, and the way to the queue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    return {"is_demo": settings.CONFIGURATION.is_demo}
