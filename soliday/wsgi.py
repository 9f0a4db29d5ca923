"""What the app server runs: baked files for readers, Django for the moving doors."""

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

from soliday.core.content_type import without_unreadable_type
from soliday.core.unread import telling_unread
from soliday.ops.lifeline import end_with_parent
from soliday.photos.faults import PhotoRefused
from soliday.photos.pool import pool
from soliday.press import serving

end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soliday.settings")
application = telling_unread(serving.application(without_unreadable_type(get_wsgi_application())))
with suppress(PhotoRefused, OSError):  # the first photo tries again, and says why not
    pool.start_ahead()
