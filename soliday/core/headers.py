"""Security headers for every answer, baked or live."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "require-trusted-types-for 'script'"
)
# Wagtail's editor writes inline styles, shows blob previews and frames its own preview.
DESK_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "frame-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'"
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


def security_headers(path: str) -> dict[str, str]:
    """The headers for an answer at this path."""
    is_desk = path.startswith("/desk/")
    headers = EVERYWHERE | {"Content-Security-Policy": DESK_POLICY if is_desk else POLICY}
    headers["X-Frame-Options"] = "SAMEORIGIN" if is_desk else "DENY"
    if settings.CONFIGURATION.is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers


class SecurityHeaders:
    """Outermost middleware: no live answer leaves without headers or may be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in security_headers(request.path).items():
            response[name] = value
        response["Cache-Control"] = "no-store"
        return response
