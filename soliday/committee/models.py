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
