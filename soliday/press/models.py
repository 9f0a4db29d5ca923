"""The ledger: what the press has published, and what each file was made from."""

from django.db import models


class LedgerPage(models.Model):
    """A file of the public site as it lies on disk."""

    path = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    part = models.CharField(max_length=60, default="", db_index=True)  # of the sums
    bake = models.CharField(max_length=40, default="")  # the full bake it was last settled in

    class Meta:
        ordering = ["path"]


class LedgerKey(models.Model):
    """A key that a published file depends on."""

    page = models.ForeignKey(LedgerPage, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=120, db_index=True)

    class Meta:
        ordering = ["key", "page"]


class TakenDown(models.Model):
    """A path that is no longer offered, for withdrawn.txt: never what was there."""

    path = models.CharField(max_length=200, unique=True)
    on = models.DateField()

    class Meta:
        ordering = ["path"]


class SumsPart(models.Model):
    """A part of the sums; without a sum of its own it is to be written anew."""

    name = models.CharField(max_length=60, unique=True)
    sha256 = models.CharField(max_length=64)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]


class Release(models.Model):
    """The one row that tells how often the sums were released; the number never falls.

    turn: the word of the worker that is at the press, or was last, see turns.py.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    made = models.DateField(null=True)
    turn = models.CharField(max_length=16, default="")


class KnownMirror(models.Model):
    """A copy that the committee knows of, and what the last check found there.

    Nothing here tells who runs it. state: of mirrors/judging.py, empty before the first check.
    """

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=20, default="")
    checked_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    sequence = models.PositiveBigIntegerField(null=True)  # of the last true release it showed
    made_on = models.DateField(null=True)  # the day of that release
    behind = models.PositiveIntegerField(default=0)  # releases, as of answered_on
    highest_sequence = models.PositiveBigIntegerField(default=0)  # what it may not fall below
    shows_withdrawn = models.BooleanField(default=False)
    is_linked = models.BooleanField(default=False)  # readers may be led there

    class Meta:
        ordering = ["name", "address"]
