import pytest

from soliday.languages.compile import compile_catalogues
from soliday.places.defaults import DEFAULTS
from soliday.places.models import SafetyProfile


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues():
    compile_catalogues()


@pytest.fixture
def profile():
    """A default profile that is not in the database, some of its fields changed."""

    def make(slug, **changed):
        return SafetyProfile(slug=slug, **(DEFAULTS[slug] | changed))

    return make
