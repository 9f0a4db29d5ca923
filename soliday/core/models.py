from django.db import models


class StaleKey(models.Model):
    """A key whose pages are out of date: written with the change, removed once they are rebuilt."""

    key = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
