"""Actions: the published facts. Nothing here leads back to a report."""

from __future__ import annotations

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from soliday.actions.states import Origin, Stage, State
from soliday.campaign.models import Closing, Day, Edition, PublicPicture
from soliday.places.cities import CityNotKnown, city
from soliday.places.countries import is_country


class DatePrecision(models.TextChoices):
    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class MadeBy(models.TextChoices):
    ORIGINAL = "original", _("original")
    COMMITTEE = "committee", _("translated by the committee")
    VOLUNTEER = "volunteer", _("translated by a volunteer")
    MACHINE = "machine", _("translated by a machine")


class Text(NamedTuple):
    """What is shown of an ActionText."""

    language: str
    title: str
    text: str
    made_by: str


class Action(models.Model):
    """What was announced, done or confirmed, where and by how many; unknown is null, never 0."""

    # What `reading.read` reads along.
    all_texts: list[Text]
    all_photos: list[ActionPhoto]

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="actions")
    # The edition's day, once published: so that a list of the day's actions needs no join.
    day = models.ForeignKey(
        Day, on_delete=models.PROTECT, related_name="actions", null=True, blank=True, db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    idea = models.SlugField(max_length=80, blank=True)
    country = models.CharField(max_length=2)
    city = models.PositiveIntegerField(null=True, blank=True)  # GeoNames id of a centre point
    participant_countries = models.JSONField(default=list, blank=True)
    participant_countries_count = models.PositiveSmallIntegerField(null=True, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    happened_to = models.DateField(null=True, blank=True)
    date_precision = models.CharField(
        max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    people_min = models.PositiveIntegerField(null=True, blank=True)
    people_max = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=500, blank=True)
    source_label = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    language = models.CharField(max_length=12)
    published_on = models.DateField(null=True, blank=True)
    changed_on = models.DateField(null=True, blank=True)  # the day of the last edit
    # The set hour that it waits for; it tells nothing of when it came.
    appears_at = models.DateTimeField(null=True, blank=True)
    default_key = models.SlugField(max_length=80, blank=True)  # which default action it came from
    # Its place among the actions of its country and of its year, for lists that never renumber.
    nth_in_country = models.PositiveIntegerField(null=True, blank=True)
    nth_in_year = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "country"]),
            models.Index(fields=["city"]),
            models.Index(fields=["idea"]),
            models.Index(fields=["day", "state", "id"], name="action_of_day"),
            models.Index(fields=["day", "state", "country", "id"], name="action_of_country"),
            models.Index(fields=["edition", "state", "id"], name="action_of_year"),
            models.Index(fields=["day", "country", "nth_in_country"], name="action_in_country"),
            models.Index(fields=["edition", "nth_in_year"], name="action_in_year"),
            models.Index(
                fields=["edition", "country", "state", "changed_on"], name="action_latest"
            ),
            models.Index(
                fields=["edition", "country", "state", "stage", "participant_countries_count"],
                name="action_most_from",
            ),
        ]

    def clean(self) -> None:
        """Refuse what no page could show truthfully."""
        self._refuse_wrong_places()
        lowest, highest = self.people_min, self.people_max
        if lowest is not None and highest is not None and lowest > highest:
            raise ValidationError({"people_max": _("The largest number is below the smallest.")})
        if self.happened_to and (not self.happened_on or self.happened_to < self.happened_on):
            raise ValidationError({"happened_to": _("The last day is before the first.")})

    def _refuse_wrong_places(self) -> None:
        if not all(is_country(code) for code in (self.country, *self.participant_countries)):
            raise ValidationError({"country": _("This is no country we know.")})
        if self.city is None:
            return
        try:
            is_there = city(self.city).country == self.country
        except CityNotKnown:
            is_there = False
        if not is_there:
            raise ValidationError({"city": _("This city is not in the country.")})


class ActionText(models.Model):
    """Title and text of an action in one language."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=120)
    text = models.TextField()
    made_by = models.CharField(max_length=10, choices=MadeBy.choices)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["action", "language"], name="one_text_a_language")
        ]


class ActionPhoto(PublicPicture):
    """A redacted picture in two sizes: what is public, and nothing else of it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]


class Count(models.Model):
    """What is published of an edition in a country, kept up to date with every change."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="counts")
    country = models.CharField(max_length=2)
    announced = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    # Of done and confirmed actions only; how many have a lowest and a highest number at all.
    lowest = models.PositiveBigIntegerField(default=0)
    lowest_known = models.PositiveIntegerField(default=0)
    highest = models.PositiveBigIntegerField(default=0)
    highest_known = models.PositiveIntegerField(default=0)
    people_known = models.PositiveIntegerField(default=0)
    people_unknown = models.PositiveIntegerField(default=0)
    open_ended = models.PositiveIntegerField(default=0)
    most_from = models.PositiveSmallIntegerField(null=True)
    latest = models.DateField(null=True)

    class Meta:
        ordering = ["edition", "country"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "country"], name="one_count_a_country")
        ]


class CountFrom(models.Model):
    """In how many actions of a day, a year or a country people from `code` took part."""

    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="counts_from")
    scope = models.CharField(max_length=8)  # empty for the day, "2026" or "PL"
    code = models.CharField(max_length=2)
    actions = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)  # of these, done or confirmed

    class Meta:
        ordering = ["day", "scope", "code"]
        constraints = [
            models.UniqueConstraint(fields=["day", "scope", "code"], name="one_count_from_a_scope")
        ]


class CountInBlock(models.Model):
    """How many actions of a block of numbers are published: the parts of data and sitemap."""

    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="blocks")
    number = models.PositiveIntegerField()
    actions = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="one_count_a_block")]


class FrozenFile(models.Model):
    """A public file of a closed year as it is from then on, byte for byte; `packed` by zlib."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=120, db_index=True)  # what it was made from
    packed = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["closing", "path"]
        constraints = [
            models.UniqueConstraint(fields=["closing", "path"], name="one_frozen_file_a_path")
        ]
