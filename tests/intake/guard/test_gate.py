"""In calm times nothing is asked; in others everybody gets in, at a price that rises."""

import time

import pytest
from django.test import Client

from soliday.intake.guard import proofs
from soliday.intake.guard.load import FLOOD, MANY_BY_ONE, MANY_POSTS, load
from soliday.reports.models import Report
from tests.intake.conftest import ADDRESS, GOOD, image, stored_count, upload
from tests.intake.guard.conftest import Form, many

pytestmark = pytest.mark.django_db


def test_in_calm_times_nothing_is_asked_and_nothing_is_needed(opened, send):
    page = opened().page
    assert "data-challenge" not in page
    assert "id_answer" not in page
    assert send().status_code == 201
    assert not Report.objects.get().is_in_slow_lane


def test_with_the_work_done_it_passes_at_once_and_stays_in_the_fast_lane(opened, send, busy):
    form = opened()
    response = send(**form.fields | form.solved())
    assert response.status_code == 201
    assert not Report.objects.get().is_in_slow_lane


def test_the_same_proof_again_is_the_same_report(opened, send, busy):
    form = opened()
    for _ in range(3):
        assert send(**form.fields | form.solved()).status_code == 201
    assert stored_count() == 1


def test_a_proof_is_worth_nothing_with_another_receipt(opened, send, busy):
    form, other = opened(), opened()
    response = send(**other.fields | form.solved())
    assert response.status_code == 429
    assert stored_count() == 0


def test_a_proof_expires(opened, send, clock, busy):
    form = opened()
    clock.seconds = proofs.LASTS_SECONDS + 1
    many(MANY_POSTS)
    response = send(**form.fields | form.solved())
    assert response.status_code == 422  # the waiting is long over, the question not answered
    assert stored_count() == 0


def test_without_script_one_waits_and_answers_a_question(opened, send, clock, busy):
    form = opened()
    fields = form.fields | form.answered()
    early = send(**fields)
    assert early.status_code == 429
    wait = int(early["Retry-After"])
    assert 1 <= wait <= 60
    page = early.content.decode()
    assert f"wait {wait} seconds" in page
    assert GOOD["title"] in page
    clock.seconds = wait
    assert send(**Form(early).fields | form.answered()).status_code == 201
    assert Report.objects.get().is_in_slow_lane


def test_what_was_promised_is_kept_however_hard_it_gets(opened, send, clock, busy):
    form = opened()
    wait = int(send(**form.fields | form.answered())["Retry-After"])
    many(int(MANY_POSTS * FLOOD * 2))
    clock.seconds = wait
    assert send(**form.fields | form.answered()).status_code == 201


def test_whoever_takes_their_time_never_notices_the_waiting(opened, send, clock, flood):
    form = opened()
    clock.seconds = 55
    many(int(MANY_POSTS * FLOOD))
    clock.seconds = 61
    assert send(**form.fields | form.answered()).status_code == 201


def test_a_form_from_before_the_flood_is_asked_then(opened, send, clock):
    form = opened()
    clock.seconds = 300
    many(MANY_POSTS)
    response = send(**form.fields | form.answered())
    assert response.status_code == 429
    again = Form(response)
    assert again.challenge
    assert send(**again.fields | again.answered()).status_code == 201


def test_a_wrong_answer_is_asked_again(opened, send, clock, busy):
    form = opened()
    clock.seconds = 30
    wrong = {"answer": "99", "proof": form.proof}
    response = send(**form.fields | wrong)
    assert response.status_code == 422
    assert 'href="#id_answer"' in response.content.decode()
    assert send(**form.fields | form.answered()).status_code == 201


@pytest.mark.parametrize(
    "proof",
    ["", "x", "1.2.3", "1.0." + "0" * 32, "\ud7ff é", " e30=", " W10=", " bnVsbA==", "9" * 5000],
)
def test_a_proof_made_up_waits_like_none(send, busy, proof):
    response = send(proof=proof, answer="3")
    assert response.status_code == 429
    assert "Retry-After" in response
    assert stored_count() == 0


def test_nobody_gets_a_cookie(opened, client, send, flood):
    form = opened()
    for response in (send(**form.fields), send(**form.fields | form.solved())):
        assert "Set-Cookie" not in response
    assert client.cookies == {}


def test_the_fuller_the_dearer(opened):
    costs = []
    for _ in range(4):
        many(MANY_POSTS)
        costs.append(int(opened().challenge.split('"cost": ')[1].split(",")[0]))
    assert costs == sorted(set(costs))


def test_in_a_flood_photos_wait_for_later_but_the_report_gets_in(opened, send, clock, flood):
    form = opened()
    clock.seconds = 59
    many(int(MANY_POSTS * FLOOD))
    clock.seconds = 61
    response = send(**form.fields | form.answered(), photos=upload(image()))
    assert response.status_code == 422
    assert "no photos can be taken" in response.content.decode()
    assert send(**form.fields | form.answered()).status_code == 201


def test_in_a_flood_a_proof_brings_two_photos_through(opened, send, flood):
    form = opened()
    fields = form.fields | form.solved()
    response = send(**fields, photos=[upload(image()) for _ in range(3)])
    assert "at most 2" in response.content.decode()
    assert send(**fields, photos=[upload(image()) for _ in range(2)]).status_code == 201


def test_a_proof_survives_a_fault_in_the_form(opened, send, flood):
    form = opened()
    again = Form(send(**form.fields | form.solved(), title=""))
    assert again.challenge is None
    assert send(**again.fields).status_code == 201


def test_one_sender_alone_makes_it_hard_for_nobody_else(intake):
    many(10_000, sender="junk")
    assert load.pressure("junk", now=time.time()) >= FLOOD
    assert load.pressure("honest", now=time.time()) < 1
    assert load.pressure(None, now=time.time()) < 1


def test_using_up_any_quota_shuts_nobody_else_out(opened, send, clock):
    """Fifty junk senders, each far over every limit, with addresses of their own."""
    for number in range(50):
        many(MANY_BY_ONE * 2, sender=f"junk {number}")
    junk = opened()
    assert send(**junk.fields).status_code == 429
    with_script, without = opened(), opened()
    assert send(**with_script.fields | with_script.solved()).status_code == 201
    clock.seconds = 59.9
    many(int(MANY_POSTS * FLOOD), sender=None)
    clock.seconds = 60.5
    assert send(**without.fields | without.answered()).status_code == 201


def test_off_means_off(opened, send, flood, unguarded):
    form = opened()
    assert form.proof == ""
    assert "data-challenge" not in form.page
    assert send().status_code == 201
    assert not Report.objects.get().is_in_slow_lane


def test_the_first_step_is_not_burdened(intake, flood):
    page = Client().get(ADDRESS).content.decode()
    assert "data-challenge" not in page
