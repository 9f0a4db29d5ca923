"""Public pictures: as soliday/photos/door.py made them, in two sizes, and nothing else of them."""

from __future__ import annotations

from django.db import models


class PublicPicture(models.Model):
    """A clean picture for a page and for the wall; `name` is of its two files below /photos/."""

    name = models.SlugField(max_length=40, unique=True)
    page_jpeg = models.BinaryField()
    wall_jpeg = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    wall_width = models.PositiveSmallIntegerField()
    wall_height = models.PositiveSmallIntegerField()
    descriptions = models.JSONField(default=dict)  # language code -> what the picture shows

    class Meta:
        abstract = True


class PagePicture(PublicPicture):
    """On a page in every language, in the order of their numbers.

    `of` is what the page has in common with its translations. Of a defender: the portrait.
    """

    of = models.UUIDField(db_index=True)  # the pages' translation key

    class Meta:
        ordering = ["id"]
