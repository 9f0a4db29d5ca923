"""Pictures come in by soliday/photos/door.py alone: no other field, view, storage, decoder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage, storages
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.test_files import ROOT, source_files

DECODERS = {"PIL", "cv2", "imageio", "numpy", "pillow_avif", "pillow_heif", "pyvips", "wand"}
TAKES_FILES = {"FileField", "ImageField", "FileInput", "ClearableFileInput", "FILES"}
FILE_VIEWS = ("wagtail.images", "wagtail.documents")
CLOSED_PATHS = tuple(
    f"desk/{api}{kind}/" for api in ("", "api/main/") for kind in ("images", "documents")
)
# Where strangers' files are taken: read, counted, and given to the door.
INTAKE = {"fields.py", "pages.py"}
# One takes pictures of pages to the door; one sealed text, and the photos that are in it go
# through the door too; one four lines of text from an administrator.
DESK = {"picture_forms.py", "pictures_views.py", "sealed_views.py", "signature_views.py"}
# Stand in code that we install; their views are closed, and the storage refuses what they keep.
COLUMNS = {
    "Document.file",
    "Image.file",
    "Rendition.file",
    "UploadedFile.file",
    "UserProfile.avatar",
}
CLOSED_FORMS = (*FILE_VIEWS, "wagtail.users.forms", "wagtail.admin.forms.account")


def test_only_the_room_of_photos_knows_a_decoder():
    found = {
        str(path.relative_to(ROOT)): decoders
        for path in source_files()
        if (decoders := _imported(path) & DECODERS) and not _is_in(path, "photos")
        if path.relative_to(ROOT).parts[0] == "soliday"
    }
    assert found == {}


def test_only_the_intake_and_known_pages_of_the_desk_take_files():
    found = {
        str(path.relative_to(ROOT))
        for path in source_files()
        if _names(path) & TAKES_FILES and path.relative_to(ROOT).parts[0] == "soliday"
        if not (_is_in(path, "intake") and path.name in INTAKE)
        if not (_is_in(path, "desk") and path.name in DESK)
    }
    assert found == set()


def test_no_upload_is_written_to_disk_on_its_way():
    assert settings.FILE_UPLOAD_HANDLERS == ["soliday.core.uploads.MemoryOnly"]


def test_the_storage_keeps_and_shows_no_file():
    assert set(settings.STORAGES) == {"default", "staticfiles"}
    with pytest.raises(SuspiciousFileOperation):
        default_storage.save("a.jpg", BytesIO(b"x"))
    with pytest.raises(SuspiciousFileOperation):
        default_storage.open("a.jpg")
    with pytest.raises(SuspiciousFileOperation):
        default_storage.url("a.jpg")


def test_each_column_for_a_file_is_known_and_has_that_storage():
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.FileField)
    ]
    assert {f"{field.model.__name__}.{field.name}" for field in columns} == COLUMNS
    for field in columns:
        kept_by = getattr(field.storage, "_wrapped", field.storage)
        assert kept_by in (storages["default"], default_storage._wrapped), field


def test_each_form_that_takes_a_file_is_known():
    get_resolver().url_patterns  # noqa: B018 - loads every view, and so every form
    found = {
        each.__name__
        for each in _forms(forms.BaseForm)
        if any(isinstance(field, forms.FileField) for field in each.base_fields.values())
        and not each.__module__.startswith(("tests.", "django.", *CLOSED_FORMS))
    }
    assert found == {"MessageForm", "PictureForm", "Questions", "ReportForm"}


def test_every_view_of_wagtails_pictures_and_files_is_closed():
    views = [path for path, view in _views() if view.startswith(FILE_VIEWS)]
    assert len(views) > 20
    assert [path for path in views if not path.startswith(CLOSED_PATHS)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "api/main/images/",
        "images/",
        "images/add/",
        "images/multiple/add/",
        "images/chooser/",
        "images/chooser/create/",
        "images/1/",
        "images/1/preview/0/fill-100x100/",
        "documents/",
        "documents/add/",
        "documents/multiple/add/",
        "documents/chooser/create/",
        "documents/1/x.pdf",
        "media/original_images/x.jpg",
    ],
)
def test_a_closed_view_is_closed_to_everybody(owner, sign_in, path):
    owner.is_superuser = True
    owner.save()
    browser = sign_in(owner)
    assert browser.get(f"/desk/{path}").status_code == 404
    assert browser.post(f"/desk/{path}", {"file": BytesIO(b"x")}).status_code == 404


@pytest.mark.django_db
def test_a_picture_of_a_member_is_not_taken(owner, sign_in):
    browser = sign_in(owner)
    page = browser.get("/desk/account/")
    assert b'type="file"' not in page.content
    picture = BytesIO(b"\x89PNG\r\n\x1a\n")
    picture.name = "me.png"
    browser.post("/desk/account/", {"avatar-avatar": picture})
    profile = getattr(owner, "wagtail_userprofile", None)
    assert profile is None or not profile.avatar


def _is_in(path: Path, room: str) -> bool:
    return path.relative_to(ROOT).parts[:2] == ("soliday", room)


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def _names(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names = {
        alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return attributes | names


def _forms(form: type) -> Iterator[type]:
    for each in form.__subclasses__():
        if hasattr(each, "base_fields"):
            yield each
        yield from _forms(each)


def _views(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    for each in (resolver or get_resolver()).url_patterns:
        path = before + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from _views(each, path)
        elif isinstance(each, URLPattern):
            view = getattr(each.callback, "view_class", each.callback)
            yield path, view.__module__
