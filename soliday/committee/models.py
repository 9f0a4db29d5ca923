"""The committee: members, who of them can open reports, and the log of what they decided."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Member(AbstractUser):
    """A member of the committee. What a member may do comes from their roles (roles.py)."""

    countries = models.JSONField(
        _("countries"),
        default=list,
        blank=True,
        help_text=_("Two-letter codes of the countries a reviewer works on; empty means all."),
    )


class Keyholder(models.Model):
    """A member who can open sealed reports, with the age identity wrapped by their passphrase."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="keyholder")
    recipient = models.CharField(max_length=80)
    wrapped_identity = models.BinaryField()
    granted_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class Unlocking(models.Model):
    """One browser's open lock: the identity, encrypted by a key that only its cookie holds."""

    id = models.BinaryField(primary_key=True, max_length=32)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="unlockings")
    sealed_identity = models.BinaryField()
    created_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]


class AuditEntry(models.Model):
    """One decision, without any private text; each row's digest covers the row before it."""

    at = models.DateTimeField()
    member = models.CharField(max_length=150)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]


class RecoveryKey(models.Model):
    """A key that lies on paper only, in three shares of which two are needed.

    At most one is in force (removed_on empty). The server knows its recipient and nothing more.
    """

    recipient = models.CharField(max_length=80)
    made_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)
    # The last day on which two shares were shown to open what is stored.
    drilled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class PendingChange(models.Model):
    """A change that one member asked for and another has to agree to (two_persons.py)."""

    kind = models.CharField(max_length=20)
    # Whom it is about, as in the audit log: "member 7", "recovery key".
    subject = models.CharField(max_length=80)
    # Nothing private: names of roles, codes of countries, the hash of a first password.
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")
    asked_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="asked_changes")
    asked_on = models.DateField()
    # Empty where the host decided at the machine, or where the asker is alone.
    decided_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="decided_changes"
    )
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class DeskRules(models.Model):
    """What administrators decided once for everybody, in one row (desk_rules.py)."""

    reports_an_hour = models.PositiveSmallIntegerField(default=30)
    keep_decided_days = models.PositiveSmallIntegerField(default=180)
    keep_undecided_days = models.PositiveSmallIntegerField(default=365)
    # What the last tending did: the day, and how many of each kind it removed.
    tended_on = models.DateField(null=True)
    tended_counts = models.JSONField(default=dict)


class Opening(models.Model):
    """A member has opened a report; kept for an hour, to count (reading.py).

    Tells when somebody read, never when the report arrived.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="openings")
    report = models.UUIDField()
    opened_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "report"], name="one_opening_of_each_report")
        ]


class Canary(models.Model):
    """The mark of a made-up report: a keyed hash of its id, so that no id lies here."""

    mark = models.BinaryField(primary_key=True, max_length=32)

    class Meta:
        ordering = ["mark"]


class Alarm(models.Model):
    """Somebody opened a canary. Shown to administrators until one of them has acknowledged it."""

    report = models.UUIDField()
    member = models.CharField(max_length=150)
    raised_at = models.DateTimeField()
    acknowledged_by = models.CharField(max_length=150, blank=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
