"""A public picture as readers of a language meet it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from soliday.campaign.models import PublicPicture

# Of the Open Graph protocol (ogp.me), which messengers read; the address has to be absolute.
SHARED = """<meta property="og:image" content="{}{}">
<meta property="og:image:width" content="{}">
<meta property="og:image:height" content="{}">
<meta property="og:image:alt" content="{}">
<meta name="twitter:card" content="summary_large_image">
"""


@dataclass(frozen=True)
class ShownPhoto:
    photo: PublicPicture
    language: str

    @property
    def page_path(self) -> str:
        return photo_paths(self.photo.name)[0]

    @property
    def wall_path(self) -> str:
        return photo_paths(self.photo.name)[1]

    @cached_property
    def described(self) -> tuple[str, str]:
        """The description and its language: the reader's, else any there is."""
        known = {code: text for code, text in self.photo.descriptions.items() if text}
        code = self.language if self.language in known else min(known, default=self.language)
        return known.get(code, ""), code

    @property
    def description(self) -> str:
        return self.described[0]

    @property
    def description_language(self) -> str:
        return self.described[1]


def share_tags(picture: ShownPhoto | None) -> SafeString:
    """What a messenger shows beside a link to the page: a picture of it, on the site already.

    Nothing beside an onion service: the same file must not name the clear net there.
    """
    own = "" if settings.CONFIGURATION.onion else settings.CONFIGURATION.site
    if picture is None or not own:
        return SafeString()
    size = picture.photo.width, picture.photo.height
    return format_html(SHARED, own, picture.page_path, *size, picture.description)


def photo_paths(name: str) -> tuple[str, str]:
    """The addresses of the large and the small picture."""
    return f"/photos/{name}.jpg", f"/photos/{name}-wall.jpg"
