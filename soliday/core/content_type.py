"""A Content-Type that nobody can read must not crash the request before any view is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def without_unreadable_type(application: Application) -> Application:
    """Django parses the header while it makes the request, outside of all error handling.

    An unreadable one is dropped, so that what was sent is refused as what it is: of no known type.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        except ValueError:
            environ = environ | {"CONTENT_TYPE": ""}
        return application(environ, start_response)

    return answer
