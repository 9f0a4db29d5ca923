"""Safety profiles: what we ask, keep and show, by country. Content that the committee edits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Profile(models.TextChoices):
    OPEN = "open", pgettext_lazy("safety profile", "open")
    CAREFUL = "careful", pgettext_lazy("safety profile", "careful")
    AFFECTED = "affected", pgettext_lazy("safety profile", "affected")


class PlacePrecision(models.TextChoices):
    """The list of cities knows no regions, so there is nothing between these two."""

    CITY = "city", _("city")
    COUNTRY = "country", _("country")


class ShownPrecision(models.TextChoices):
    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")


class Reviewers(models.IntegerChoices):
    ONE = 1, _("one reviewer")
    TWO = 2, _("two reviewers")


class SafetyProfile(models.Model):
    """What the form asks, how exactly place and date are shown, how long and by whom it waits."""

    slug = models.CharField(_("profile"), max_length=8, primary_key=True, choices=Profile.choices)
    asks_photos = models.BooleanField(_("asks for photos"))
    asks_name = models.BooleanField(_("asks for a name"))
    asks_contact = models.BooleanField(_("asks for a contact"))
    asks_town = models.BooleanField(_("asks for the town"))
    place_precision = models.CharField(
        _("place shown as"), max_length=7, choices=PlacePrecision.choices
    )
    date_precision = models.CharField(
        _("date shown as"), max_length=5, choices=ShownPrecision.choices
    )
    delay_days = models.PositiveSmallIntegerField(_("days to wait before publishing"))
    # Unless somebody says otherwise, the safer of the two.
    goes_out_at_set_hours = models.BooleanField(
        _("appears at set hours, together with others"), default=True
    )
    reviewers_needed = models.PositiveSmallIntegerField(
        _("reviewers needed"), choices=Reviewers.choices
    )
    minimum_shown = models.PositiveSmallIntegerField(_("actions in a city before it is named"))

    class Meta:
        ordering = ["slug"]
        verbose_name = _("safety profile")
        verbose_name_plural = _("safety profiles")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__in=Profile.values), name="safety_profile_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(place_precision__in=PlacePrecision.values),
                name="place_precision_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(date_precision__in=ShownPrecision.values),
                name="date_precision_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewers_needed__in=Reviewers.values),
                name="one_or_two_reviewers",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_shown__gte=1), name="minimum_shown_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return str(Profile(self.slug).label)


class CountryProfile(models.Model):
    """The safety profile of one country. A country without one is open."""

    country = models.CharField(_("country"), max_length=2, unique=True)
    profile = models.ForeignKey(
        SafetyProfile,
        on_delete=models.PROTECT,
        related_name="countries",
        verbose_name=_("safety profile"),
    )

    class Meta:
        ordering = ["country"]
        verbose_name = _("profile of a country")
        verbose_name_plural = _("profiles of countries")

    def __str__(self) -> str:
        return f"{self.country}: {self.profile_id}"
