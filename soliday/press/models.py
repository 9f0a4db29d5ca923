"""The ledger: what the press has published, and what each file was made from."""

from django.db import models


class LedgerPage(models.Model):
    """A file of the public site as it lies on disk."""

    path = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

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
