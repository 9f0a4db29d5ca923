"""The doors for strangers. No receipt ever stands in an address."""

from django.urls import path

from soliday.intake.views import health, send_report, show_receipt

urlpatterns = [
    path("send/report", send_report, name="send_report"),
    path("receipt/", show_receipt, name="show_receipt"),
    path("health", health, name="health"),
]
