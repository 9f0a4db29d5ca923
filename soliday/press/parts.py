"""Which part of the sums a file belongs to: a function of its path and keys, and of nothing else.

One action's files in all languages lie in one small part, so that a change costs the same however
many there are.
"""

from __future__ import annotations

from soliday.actions.counting import BLOCK
from soliday.actions.queries import NEWEST
from soliday.core.pages import PublicPage

SPAN = 192  # numbers of actions to a part: eight pages of the archive
PAGES = 24  # pages of a long list to a part
REST = "rest"
# The kind of a key, and how many actions each of its numbers stands for.
STANDS_FOR = {"action": 1, "archive": NEWEST, "data": BLOCK, "sitemap": BLOCK}


def part_of(page: PublicPage) -> str:
    """The name of the part."""
    for key in sorted(page.keys):
        kind, *names = key.split(":")
        if not names or not names[-1].isdecimal():
            continue
        number = int(names[-1])
        if kind == "action":
            return f"actions-{(number - 1) // SPAN:06}"
        if kind in STANDS_FOR and len(names) == 2:
            return f"actions-{number * STANDS_FOR[kind] // SPAN:06}"
        if kind in ("countrylist", "yearlist"):
            return f"{kind}-{names[1].lower()}-{number // PAGES:04}"
    return REST
