"""What the app server runs: baked files for readers, Django for the moving doors."""

import os

from django.core.wsgi import get_wsgi_application

from soliday.ops.lifeline import end_with_parent
from soliday.press import serving

end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soliday.settings")
application = serving.application(get_wsgi_application())
