"""Sealed reports. No column here can be read, ordered by arrival, or tied to a person."""

import uuid

from django.db import models

from soliday.reports.states import State


class Report(models.Model):
    """What somebody sent: everything they wrote is in packages sealed to the keyholders.

    On SQLite the table is WITHOUT ROWID (migration 0002), so that no hidden number tells
    in which order reports arrived.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_hash = models.BinaryField(unique=True, max_length=32)
    sender_recipient = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    received_on = models.DateField()
    decided_on = models.DateField(null=True)
    proposed_by = models.CharField(max_length=150, blank=True)
    action_number = models.PositiveBigIntegerField(null=True, unique=True)
    # Came under load without proof of work: read after the others.
    is_in_slow_lane = models.BooleanField(default=False)
    # The sender has written since the committee last looked.
    has_news = models.BooleanField(default=False)

    class Meta:
        ordering = ["received_on", "id"]


class Kind(models.TextChoices):
    TEXT = "text"
    PHOTO = "photo"
    PROPOSAL = "proposal"
    ANSWER = "answer"
    MESSAGE = "message"


class Package(models.Model):
    """An age file: sealed to the keyholders, or, for an answer, to the sender's own key.

    Kept in the database and not as files: one transaction holds report and photos, so no
    half report exists, and a file system would keep the minute of arrival in every inode.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="packages")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField()
    # A digest of the keyholders it is sealed to; another than the one in force: to be re-sealed.
    keyholders_digest = models.CharField(max_length=16, db_index=True, default="")

    class Meta:
        ordering = ["report", "kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "position"], name="one_package_in_each_place"
            )
        ]
