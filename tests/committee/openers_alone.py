"""One member opens many reports at the very same moment. Not a test itself.

Prints how many were opened, how many refused, and how many are counted.
"""

import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.contrib.auth.models import Group, Permission  # noqa: E402  settings come first
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from soliday.committee.desk_rules import change_rules  # noqa: E402
from soliday.committee.models import Alarm, AuditEntry, Canary, DeskRules, Member, Opening  # noqa: E402
from soliday.committee.reading import CapReached, count_opening  # noqa: E402

CAP, OPENERS = int(sys.argv[1]), int(sys.argv[2])
TABLES = (ContentType, Permission, Group, Member, DeskRules, Opening, Canary, Alarm, AuditEntry)


def set_up():
    with connection.schema_editor() as editor:
        for model in TABLES:
            editor.create_model(model)
    change_rules(reports_an_hour=CAP, keep_decided_days=30, keep_undecided_days=180)
    return Member.objects.create_user("member", password="of no use here")


def race(member, openers):
    together = Barrier(openers)

    def opened(_number):
        together.wait()
        try:
            count_opening(member=member, report=uuid.uuid4(), now=timezone.now())
            return True
        except CapReached:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(openers) as pool:
        return list(pool.map(opened, range(openers)))


member = set_up()
answers = race(member, OPENERS)
print(answers.count(True), answers.count(False), Opening.objects.count())
