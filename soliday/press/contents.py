"""What the public site consists of: every part, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from soliday.actions import public as actions
from soliday.actions.kept import at_hand
from soliday.campaign import public as campaign
from soliday.campaign.written import Written
from soliday.core.pages import PublicPage
from soliday.press import copies_page
from soliday.press.paths import (
    KEY_PICTURE,
    PUBLIC_KEY,
    SIGNATURE,
    SUMS,
    SUMS_FOLDER,
    WITHDRAWN,
    checked,
)

Part = Callable[[frozenset[str] | None, Sequence[Written]], Iterator[PublicPage]]

# A part offers every page that one of the stale keys touches (None: every page it has).
# It may offer more. A published page that depends on a stale key and is not offered is taken
# down: whoever takes a key off a page marks another key of that page stale in the same change.
PARTS: tuple[Part, ...] = (campaign.pages, actions.pages, copies_page.pages)
OWN = frozenset({SUMS, SIGNATURE, WITHDRAWN, PUBLIC_KEY, KEY_PICTURE})


class PathWrittenTwice(Exception):
    """Two pages ask for one path: nothing is written until that is mended."""


def gather(stale: frozenset[str] | None) -> dict[str, PublicPage]:
    """Return what the parts offer, by path."""
    offered: dict[str, PublicPage] = {}
    days = at_hand().days
    for part in PARTS:
        for page in part(stale, days):
            if page.path in offered or page.path in OWN or page.path.startswith(SUMS_FOLDER):
                raise PathWrittenTwice(page.path)
            offered[checked(page.path)] = page
    return offered
