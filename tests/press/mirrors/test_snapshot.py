"""A release is taken whole, however the site changes while it is read."""

import pytest

from soliday.press.mirrors import snapshot
from soliday.press.mirrors.snapshot import NotTaken, Store, take
from soliday.press.mirrors.sums_file import SIGNATURE, SUMS
from soliday.press.mirrors.trees import Folder
from soliday.press.mirrors.verify import Kind, verify
from tests.press.mirrors.copies import PUBLIC, TODAY, pages, release


class Changing(dict):
    """A site that publishes its next release after so many files were read."""

    def __init__(self, *releases, after):
        super().__init__(releases[0])
        self.coming, self.after, self.reads = list(releases[1:]), after, 0

    def get(self, name, default=None):
        try:
            return self[name]
        except KeyError:
            return default

    def __getitem__(self, name):
        self.reads += 1
        if self.reads % self.after == 0 and self.coming:
            self.clear()
            self.update(self.coming.pop(0))
        return super().__getitem__(name)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot, "PAUSE", 0)
    monkeypatch.setattr(snapshot, "THREADS", 1)
    (tmp_path / "taken").mkdir()
    return Store(tmp_path / "taken")


@pytest.mark.parametrize("after", range(1, 14))
def test_what_changes_on_the_way_is_taken_again(store, after):
    releases = [release(pages(version), sequence=version) for version in range(1, 5)]
    taken = take(Changing(*releases, after=after), store, PUBLIC)
    tree = Folder(store.folder)
    assert verify(tree, key=PUBLIC, today=TODAY, known_sequence=taken.root.head.sequence) == []
    names = [name for name in releases[0] if not name.endswith((".gz", ".br"))]
    expected = releases[taken.root.head.sequence - 1]
    assert {name: tree[name] for name in tree} == {name: expected[name] for name in names}


def test_what_is_never_whole_is_not_taken(store):
    false = release(pages()) | {"photos/1-ab.jpg": b"another"}
    with pytest.raises(NotTaken) as refused:
        take(false, store, PUBLIC)
    assert [(each.kind, each.about) for each in refused.value.faults] == [
        (Kind.CHANGED, "photos/1-ab.jpg")
    ]
    assert not (store.folder / SUMS).exists()


def test_a_site_that_waits_for_its_signature_is_not_taken(store):
    tree = release(pages())
    del tree[SIGNATURE]
    with pytest.raises(NotTaken) as refused:
        take(tree, store, PUBLIC)
    assert [each.kind for each in refused.value.faults] == [Kind.UNSIGNED]
