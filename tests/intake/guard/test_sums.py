"""The one plain question: in words, in the form's language, answered in any digits."""

import pytest
from django.utils.translation import override

from soliday.intake.guard.sums import is_right, question_for
from soliday.sealing.receipts import new_receipt


def test_the_same_receipt_has_the_same_question():
    receipt = new_receipt()
    assert question_for(receipt) == question_for(receipt)


def test_every_question_has_a_small_answer_and_no_digit_that_a_machine_could_add():
    questions = [question_for(new_receipt()) for _ in range(300)]
    assert all(1 <= each.answer <= 17 for each in questions)
    assert not any(sign.isdigit() for each in questions for sign in each.text)
    assert len({each.text for each in questions}) > 50


@pytest.mark.parametrize("digits", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"])
def test_digits_of_any_script_answer_it(digits):
    receipt = new_receipt()
    answer = str(question_for(receipt).answer)
    typed = "".join(digits[int(sign)] for sign in answer)
    assert is_right(f" {typed} ", receipt)
    assert not is_right(typed + digits[1], receipt)


@pytest.mark.parametrize("typed", ["", "x", "²", "-1", "9" * 5000])
def test_nothing_else_does(typed):
    assert not is_right(typed, new_receipt())


def test_it_is_asked_in_the_language_of_the_form():
    receipt = new_receipt()
    with override("be"):
        assert question_for(receipt).answer == question_for(receipt).answer
