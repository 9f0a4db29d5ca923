"""Actions: the published facts. Nothing here leads back to a report."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from soliday.actions.states import Origin, Stage, State
from soliday.campaign.models import Edition
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


class Action(models.Model):
    """What was announced, done or confirmed, where and by how many; unknown is null, never 0."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="actions")
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
    default_key = models.SlugField(max_length=80, blank=True)  # which default action it came from

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "country"]),
            models.Index(fields=["edition", "state"]),
            models.Index(fields=["city"]),
            models.Index(fields=["idea"]),
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


class ActionPhoto(models.Model):
    """A redacted picture in two sizes: what is public, and nothing else of it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    name = models.SlugField(max_length=40, unique=True)  # of its two files below /photos/
    page_jpeg = models.BinaryField()
    wall_jpeg = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    wall_width = models.PositiveSmallIntegerField()
    wall_height = models.PositiveSmallIntegerField()
    descriptions = models.JSONField(default=dict)  # language code -> what the picture shows

    class Meta:
        ordering = ["position"]
