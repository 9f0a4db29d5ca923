"""Packages: one of eight sizes, whole or refused, for one place and for those who hold a key."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soliday.sealing import age_write, packages
from soliday.sealing.identities import Identity, new_identity
from soliday.sealing.packages import (
    BUCKETS,
    CannotOpen,
    PackageTooLarge,
    WrongPackage,
    open_package,
    seal,
)

ANNA, BORIS, SENDER, OUTSIDER = (new_identity() for _ in range(4))
KEYHOLDERS = [ANNA.recipient, BORIS.recipient, SENDER.recipient]
STORY = {"report.json": "Мы стаялі з плакатамі".encode(), "photo-1.jpg": b"\xff\xd8" * 500}


def sealed_story(context: str = "report 1") -> bytes:
    return seal(STORY, context=context, recipients=KEYHOLDERS)


@pytest.mark.parametrize("reader", [ANNA, BORIS, SENDER])
def test_each_recipient_opens_it_alone(reader: Identity) -> None:
    assert open_package(sealed_story(), secret=reader.secret, context="report 1") == STORY


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300_000), st.text())
def test_any_contents_and_any_context_come_back(content: bytes, context: str) -> None:
    sealed = seal({"x": content}, context=context, recipients=KEYHOLDERS)
    assert open_package(sealed, secret=BORIS.secret, context=context) == {"x": content}


def test_an_outsider_and_a_removed_recipient_read_nothing() -> None:
    without_boris = [name for name in KEYHOLDERS if name != BORIS.recipient]
    sealed = seal(STORY, context="report 1", recipients=without_boris)
    for reader in (OUTSIDER, BORIS):
        with pytest.raises(CannotOpen):
            open_package(sealed, secret=reader.secret, context="report 1")


def test_nothing_of_the_contents_is_readable() -> None:
    sealed = sealed_story()
    for part in (*STORY.values(), b"report.json", b"photo-1.jpg", b"report 1", b"ustar"):
        assert part not in sealed


def test_2000_random_reports_have_at_most_eight_sizes_each_exactly_a_bucket() -> None:
    dice = random.Random(4)  # noqa: S311
    sizes = set()
    for number in range(2000):
        is_large = number % 20 == 0
        size = int(10 ** dice.uniform(3.5, 6.92)) if is_large else dice.randint(0, 60_000)
        crowd = KEYHOLDERS[: dice.randint(1, 3)]
        sizes.add(len(seal({"x": bytes(size)}, context=str(number), recipients=crowd)))
    assert sizes <= set(BUCKETS)
    assert len(sizes) == len(BUCKETS) == 8


@pytest.mark.parametrize("count", range(1, packages.MAX_RECIPIENTS + 1))
def test_every_bucket_is_hit_exactly_whatever_the_number_of_recipients(count: int) -> None:
    for bucket in BUCKETS:
        room = age_write.room_for_plaintext(bucket, recipient_count=count)
        header = 22 + 98 * count + 48
        chunks = -(-room // 65536)
        assert header + 16 + room + 16 * chunks == bucket


def test_a_text_of_30_kilobytes_takes_one_of_the_two_smallest_buckets() -> None:
    crowd = [new_identity().recipient for _ in range(packages.MAX_RECIPIENTS)]
    sealed = seal({"report.json": bytes(30_000)}, context="", recipients=crowd)
    assert len(sealed) in BUCKETS[:2]


def test_what_is_larger_than_the_largest_bucket_is_refused() -> None:
    largest = BUCKETS[-1]
    with pytest.raises(PackageTooLarge):
        seal({"x": bytes(largest)}, context="", recipients=KEYHOLDERS)
    assert len(seal({"x": bytes(largest - 10_000)}, context="", recipients=KEYHOLDERS)) == largest


def assert_refused(sealed: bytes) -> None:
    with pytest.raises(CannotOpen):
        open_package(sealed, secret=ANNA.secret, context="report 1")


def test_a_change_in_any_byte_of_the_header_is_refused() -> None:
    sealed = sealed_story()
    header_size = sealed.index(b"\n--- ") + len("\n--- ") + 43 + 1
    for place in range(header_size):
        changed = bytearray(sealed)
        changed[place] ^= 1 << place % 8
        assert_refused(bytes(changed))


def test_random_flips_are_refused() -> None:
    sealed = sealed_story()
    dice = random.Random(11)  # noqa: S311
    for _ in range(500):
        changed = bytearray(sealed)
        changed[dice.randrange(len(sealed))] ^= 1 << dice.randrange(8)
        assert_refused(bytes(changed))


def test_truncations_and_additions_are_refused() -> None:
    sealed = sealed_story()
    for length in [*range(0, len(sealed), 97), *range(len(sealed) - 40, len(sealed))]:
        assert_refused(sealed[:length])
    assert_refused(sealed + b"\0")
    # Cut exactly between two chunks of age's stream.
    large = seal({"x": bytes(200_000)}, context="report 1", recipients=KEYHOLDERS)
    payload = large.index(b"\n--- ") + 5 + 43 + 1 + 16
    assert_refused(large[: payload + 65552])


def test_a_package_swapped_with_that_of_another_report_is_noticed() -> None:
    for other in ("report 2", "report 1 ", "", "REPORT 1"):
        with pytest.raises(WrongPackage):
            open_package(sealed_story(other), secret=ANNA.secret, context="report 1")


@pytest.mark.parametrize("contents", [b"", b"a letter", bytes(2000), b"x" * 1024])
def test_an_age_file_that_is_no_package_is_refused(contents: bytes) -> None:
    sealed = age_write.encrypt_to_recipients(contents, KEYHOLDERS)
    with pytest.raises((CannotOpen, WrongPackage)):
        open_package(sealed, secret=ANNA.secret, context="report 1")


def test_seal_refuses_what_it_cannot_keep() -> None:
    for files, recipients in (
        ({"about.json": b""}, KEYHOLDERS),
        ({"../x": b""}, KEYHOLDERS),
        ({"x": b""}, []),
        ({"x": b""}, KEYHOLDERS * 20),
        ({"x": b""}, ["age1nobody"]),
        ({"x": b""}, [ANNA.secret]),
    ):
        with pytest.raises(ValueError):
            seal(files, context="", recipients=recipients)


def test_two_sealings_of_the_same_story_share_no_secret_part() -> None:
    first, second = sealed_story(), sealed_story()
    assert first[-1000:] != second[-1000:]
    assert first.splitlines()[1] != second.splitlines()[1]
