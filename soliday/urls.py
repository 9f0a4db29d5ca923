"""Which door leads where. Everything else is a baked file and never reaches Django."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from soliday.campaign.one_transaction import in_one_transaction
from soliday.desk import urls as desk_urls
from soliday.intake import urls as intake_urls

urlpatterns = [
    path("", include(intake_urls)),
    path("desk/", include(desk_urls)),
    path("desk/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, in_one_transaction))),
]
