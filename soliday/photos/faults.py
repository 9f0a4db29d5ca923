"""Why a picture was refused: words the forms translate."""

from typing import Literal, get_args

Reason = Literal[
    "empty",
    "not_a_photo",
    "too_many_bytes",
    "too_many_pixels",
    "broken",
    "unsupported",
    "too_slow",
    "unsafe_result",
    "busy",
]
REASONS: frozenset[str] = frozenset(get_args(Reason))


class PhotoRefused(Exception):
    """A picture does not come in; `reason` says why. Only "busy" is worth another try."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
