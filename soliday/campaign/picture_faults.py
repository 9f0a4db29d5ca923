"""Why a picture was not taken, in words, for senders and for the committee alike."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from soliday.photos.faults import Reason

SENTENCES: dict[Reason, Promise] = {
    "empty": _("the file is empty."),
    "not_a_photo": _("this is no photo that we can take: JPEG, PNG, WebP, HEIC or AVIF."),
    "too_many_bytes": _("the file is larger than 20 MB. Send a smaller copy of it."),
    "too_many_pixels": _("the picture has too many pixels. Send a smaller copy of it."),
    "broken": _("the file is damaged or cut short. Choose it again, or another one."),
    "unsupported": _("photos of this rare kind cannot be read here. Send it as an ordinary JPEG."),
    "too_slow": _("making this picture safe took too long. Send a smaller copy of it."),
    "unsafe_result": _("this picture could not be made safe, so we did not take it."),
    "busy": _("many photos are arriving just now. Please send again in a minute."),
}
