"""Whether a form was sent from one of our own pages.

We set no cookie that another site could ride on, so there is no token to steal or to check. What
remains is that a page elsewhere must not make a visitor's browser send something here.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

OURS = ("same-origin", "none")


def is_foreign(request: HttpRequest) -> bool:
    """Whether a browser says that another site's page sends this. A plain client says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OURS:
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    if origin == "null":  # a sandbox or a file; or a browser that hides where it comes from
        return site != "same-origin"
    return not _is_own(origin, request)


def _is_own(origin: str, request: HttpRequest) -> bool:
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host in (request.get_host(), urlsplit(settings.CONFIGURATION.site).netloc)
