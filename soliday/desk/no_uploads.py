"""Wagtail's images and documents are closed: no page shows one, so none comes in.

See docs/decisions/pictures-of-the-committee.md.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def not_here(_request: HttpRequest) -> HttpResponse:
    """Stands before Wagtail's own views for pictures and files, whoever asks."""
    raise Http404
