"""What several folders of tests share."""

import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from livecalc.site.offline import build_offline
from livecalc.site.project import Project
from tests.built_site import ROOT, built_site

# Property tests run without a time limit of their own, and the same way every time.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")

type WriteTopic = Callable[..., str]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a reviewer accept changed snapshots."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="write tests/forms/snapshots/ again"
    )


@pytest.fixture(scope="session")
def site() -> Path:
    """The repository's site as MkDocs builds it."""
    return built_site()


@pytest.fixture(scope="session")
def offline_zip(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's site for reading from a disk; `site` has made what the browser needs."""
    return build_offline(Project.at(ROOT), tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def offline_site(offline_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, unpacked."""
    folder = tmp_path_factory.mktemp("unpacked") / "the site, offline"
    with zipfile.ZipFile(offline_zip) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def write_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WriteTopic]:
    """Write a module into a package of calculators of its own, in an empty working directory.

    Call it with the source and, if it is not `savings`, the name of the module. It answers with
    the name of the package, which no other test uses.
    """
    package = "sample_" + "".join(one if one.isalnum() else "_" for one in tmp_path.name)
    folder = tmp_path / package
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)

    def write(source: str, topic: str = "savings") -> str:
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        (folder / f"{topic}.py").write_text(source, encoding="utf-8")
        return package

    yield write
    for name in [one for one in sys.modules if one.partition(".")[0] == package]:
        del sys.modules[name]
