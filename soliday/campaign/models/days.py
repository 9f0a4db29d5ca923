"""Days and editions: the facts that are the same in every language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from soliday.campaign.closed import closed_words
from soliday.campaign.models.closings import Closing, EditionClosed, refuse_closed
from soliday.campaign.paths import TAKEN_AT_ROOT
from soliday.languages.catalogue import codes


class Day(models.Model):
    """A recurring day of solidarity, such as 4 August. An installation may run several."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day_of_month = models.PositiveSmallIntegerField(
        _("day of the month"), validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    first_year = models.PositiveSmallIntegerField(_("first held in"))
    source_language = models.CharField(_("source language"), max_length=12, default="en")
    hashtag = models.CharField(_("hashtag"), max_length=40, blank=True)
    account = models.CharField(_("account"), max_length=60, blank=True)
    is_main = models.BooleanField(
        _("main day"),
        default=False,
        help_text=_("The main day stands at the root of the site; any other under its short name."),
    )

    class Meta:
        ordering = ["-is_main", "slug"]
        verbose_name = _("day")
        verbose_name_plural = _("days")

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        """Refuse what would put two things in one place."""
        if self.slug in TAKEN_AT_ROOT or self.slug in codes():
            raise ValidationError({"slug": _("Another part of the site has this name.")})
        others = Day.objects.filter(is_main=True).exclude(pk=self.pk)
        if self.is_main and others.exists():
            raise ValidationError({"is_main": _("Another day is the main one.")})
        self._refuse_to_move_closed_years()

    def _refuse_to_move_closed_years(self) -> None:
        """Their files keep the addresses that they were frozen at."""
        stored = Day.objects.filter(pk=self.pk).first()
        if stored is None or (stored.slug, stored.is_main) == (self.slug, self.is_main):
            return
        if Closing.objects.filter(edition__day=self.pk, reopened_on=None).exists():
            raise ValidationError(_("A year of this day is closed, so its address has to stay."))


class Edition(RevisionMixin, models.Model):
    """One year of a day, with the figures its sources give; unknown is empty, never 0."""

    day = models.ForeignKey(Day, on_delete=models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField(_("year"))
    is_open = models.BooleanField(_("open for reports"), default=False)
    announced_countries_min = models.PositiveSmallIntegerField(
        _("countries announced, at least"), null=True, blank=True
    )
    announced_countries_max = models.PositiveSmallIntegerField(
        _("countries announced, at most"), null=True, blank=True
    )
    result_countries_min = models.PositiveSmallIntegerField(
        _("countries in the result, at least"), null=True, blank=True
    )
    result_countries_max = models.PositiveSmallIntegerField(
        _("countries in the result, at most"), null=True, blank=True
    )
    people_min = models.PositiveIntegerField(_("people, at least"), null=True, blank=True)
    people_max = models.PositiveIntegerField(_("people, at most"), null=True, blank=True)
    countries = models.JSONField(_("countries named by the sources"), default=list, blank=True)

    class Meta:
        ordering = ["day", "-year"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [models.UniqueConstraint(fields=["day", "year"], name="one_edition_a_year")]

    def __str__(self) -> str:
        return f"{self.day} {self.year}"

    def clean(self) -> None:
        """Refuse any change of a closed year, in words."""
        try:
            refuse_closed(self.pk)
        except EditionClosed as closed:
            raise ValidationError(closed_words(closed.year)) from closed

    def save(self, *args: Any, **options: Any) -> None:
        """Raises EditionClosed. The row is held, so that nobody closes the year meanwhile."""
        with transaction.atomic():
            if self.pk:
                hold_edition(self.pk)
                refuse_closed(self.pk)
            super().save(*args, **options)


def hold_edition(number: int) -> None:
    """Let nobody close the edition before this transaction has ended."""
    held = Edition.objects.select_for_update(no_key=True).filter(pk=number)
    list(held.order_by().values_list("pk"))
