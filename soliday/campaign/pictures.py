"""A public picture as readers of a language meet it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from soliday.campaign.models import PublicPicture


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


def photo_paths(name: str) -> tuple[str, str]:
    """The addresses of the large and the small picture."""
    return f"/photos/{name}.jpg", f"/photos/{name}-wall.jpg"
