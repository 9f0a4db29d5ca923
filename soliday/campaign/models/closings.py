"""Closed years: from when on nothing of an edition changes but what is withdrawn."""

from django.db import models
from django.db.models import Q


class EditionClosed(Exception):
    """The year is closed: what is published of it can be withdrawn, and nothing else."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class Closing(models.Model):
    """A time in which an edition is closed; with a day of reopening it is over.

    withdrawn: actions taken back since. version: rises whenever frozen files have to be made anew,
    so that none made before is kept after. is_frozen: all files of the year are kept as they are.
    """

    edition = models.ForeignKey(
        "campaign.Edition", on_delete=models.PROTECT, related_name="closings"
    )
    closed_on = models.DateField()
    reopened_on = models.DateField(null=True)
    withdrawn = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    is_frozen = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(reopened_on=None), name="one_closing_in_force"
            )
        ]


def refuse_closed(*editions: int | None) -> None:
    """Raise EditionClosed where one of these editions (by number) is closed."""
    in_force = Closing.objects.filter(edition__in=set(editions) - {None}, reopened_on=None)
    year = in_force.values_list("edition__year", flat=True).first()
    if year is not None:
        raise EditionClosed(year)
