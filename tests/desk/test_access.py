"""Every view of the desk, every role: who is let in, who is not, by which method."""

from __future__ import annotations

import uuid

import pytest

from soliday.committee.roles import ADMINISTRATOR, EDITOR, REVIEWER, TRANSLATOR
from soliday.desk import urls

ROLES = (None, TRANSLATOR, EDITOR, REVIEWER, ADMINISTRATOR)
REVIEWERS = {REVIEWER, ADMINISTRATOR}
EDITORS = {REVIEWER, EDITOR, ADMINISTRATOR}
PUBLISHERS = {EDITOR, ADMINISTRATOR}
ADMINISTRATORS = {ADMINISTRATOR}
SOME = uuid.UUID(int=7)
# path, methods that exist, roles that may
VIEWS = [
    ("/desk/unlock/", {"get", "post"}, REVIEWERS),
    ("/desk/lock/", {"post"}, REVIEWERS),
    ("/desk/keyholder/", {"get", "post"}, REVIEWERS),
    ("/desk/reports/", {"get"}, REVIEWERS),
    ("/desk/reports/sealed/", {"get", "post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/", {"get", "post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/accept/", {"post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/agree/", {"post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/send-back/", {"post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/decline/", {"post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/ask/", {"post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/seen/", {"post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/keep/", {"post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/erase/", {"get", "post"}, REVIEWERS),
    (f"/desk/reports/{SOME}/photos/0/", {"get"}, REVIEWERS),
    (f"/desk/reports/{SOME}/contact/", {"post"}, ADMINISTRATORS),
    ("/desk/actions/", {"get"}, EDITORS),
    ("/desk/actions/add/", {"get", "post"}, EDITORS),
    ("/desk/actions/7/", {"get", "post"}, EDITORS),
    ("/desk/actions/7/photos/0/", {"get"}, EDITORS),
    ("/desk/actions/7/withdraw/", {"get", "post"}, EDITORS),
    ("/desk/pictures/", {"get"}, PUBLISHERS),
    (f"/desk/pictures/{SOME}/", {"get", "post"}, PUBLISHERS),
    (f"/desk/pictures/{SOME}/some/", {"get", "post"}, PUBLISHERS),
    (f"/desk/pictures/{SOME}/some/remove/", {"post"}, PUBLISHERS),
    ("/desk/years/", {"get"}, ADMINISTRATORS),
    ("/desk/years/7/close/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/years/7/reopen/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/rules/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/canaries/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/canaries/take-away/", {"post"}, ADMINISTRATORS),
    ("/desk/alarms/7/acknowledge/", {"post"}, ADMINISTRATORS),
    ("/desk/audit/", {"get"}, ADMINISTRATORS),
    ("/desk/keys/", {"get"}, ADMINISTRATORS),
    ("/desk/keys/reseal/", {"post"}, ADMINISTRATORS),
    ("/desk/keys/give/", {"post"}, ADMINISTRATORS),
    ("/desk/keys/take/", {"post"}, ADMINISTRATORS),
    ("/desk/keys/lock-everybody/", {"post"}, ADMINISTRATORS),
    ("/desk/keys/recovery/", {"post"}, ADMINISTRATORS),
    ("/desk/keys/drill/", {"post"}, ADMINISTRATORS),
    ("/desk/signature/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/mirrors/", {"get"}, ADMINISTRATORS),
    ("/desk/mirrors/add/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/mirrors/7/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/mirrors/7/remove/", {"post"}, ADMINISTRATORS),
    ("/desk/pending/", {"get"}, ADMINISTRATORS),
    ("/desk/pending/7/", {"post"}, ADMINISTRATORS),
    ("/desk/members/", {"get"}, ADMINISTRATORS),
    ("/desk/members/add/", {"get", "post"}, ADMINISTRATORS),
    ("/desk/members/777/", {"get", "post"}, ADMINISTRATORS),
]
POSTED = ("accept/", "agree/", "back/", "decline/", "pending/7/", "ask/", "seen/", "keep/")
POSTED += ("contact/", "acknowledge/", "remove/")
REFUSED = "/desk/"  # Wagtail's answer: home, with a message


def test_every_view_of_ours_is_in_the_table():
    named = [getattr(each, "name", None) for each in urls.urlpatterns]
    own = [name for name in named if (name or "").startswith("desk_")]
    assert len(own) == len(VIEWS) + 1  # and signing out, which everybody may


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("path", "methods", "may"), VIEWS, ids=[view[0] for view in VIEWS])
def test_a_view_lets_in_whom_it_should(
    committee_member, sign_in, profiles, role, path, methods, may
):
    member = committee_member("member", role, is_keyholder=role in REVIEWERS)
    browser = sign_in(member, unlocked=role in REVIEWERS)
    for method in methods:
        answer = getattr(browser, method)(path)
        is_refused = answer.status_code == 302 and (
            answer["Location"] == REFUSED or answer["Location"].startswith("/desk/account/login/")
        )
        is_let_in = role in may
        if path == "/desk/lock/" and is_let_in:
            continue  # it leads home too
        assert is_refused is not is_let_in, (path, method, answer.status_code)
        assert answer.status_code < 500


@pytest.mark.parametrize(("path", "methods", "may"), VIEWS, ids=[view[0] for view in VIEWS])
def test_a_view_knows_its_methods_only(desk_client, path, methods, may):
    for method in {"get", "post", "put", "delete"} - methods:
        assert getattr(desk_client, method)(path).status_code == 405, (path, method)


@pytest.mark.parametrize(("path", "methods", "may"), VIEWS, ids=[view[0] for view in VIEWS])
def test_a_stranger_is_asked_to_sign_in(client, db, path, methods, may):
    for method in methods:
        answer = getattr(client, method)(path)
        assert answer["Location"].startswith("/desk/account/login/"), (path, method)


@pytest.mark.parametrize(
    "path",
    [view[0] for view in VIEWS if "7/" in view[0] or str(SOME) in view[0]],
)
def test_what_is_not_there_is_not_found(desk_client, profiles, path):
    method = desk_client.post if path.endswith(POSTED) else desk_client.get
    assert method(path).status_code == 404


@pytest.mark.parametrize("path", ["/desk/lock/", f"/desk/reports/{SOME}/accept/"])
def test_a_foreign_form_is_refused(owner, sign_in, path):
    browser = sign_in(owner, unlocked=True, enforce_csrf_checks=True)
    assert browser.post(path).status_code == 403
