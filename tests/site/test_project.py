"""A project's settings, and what is added to what an engine has built."""

import json
from pathlib import Path

import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.project import Project, imported
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import SAVINGS


def test_a_project_says_its_package_and_wheel(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.livecalc]\ncalculators = "sums"\nwheel = "our-sums"\n'
    )
    project = Project.at(tmp_path)
    assert (project.calculators, project.wheel) == ("sums", "our-sums")


@pytest.mark.parametrize("settings", [None, "", "[tool.other]\nx = 1\n"])
def test_every_setting_has_a_default(settings: str | None, tmp_path: Path) -> None:
    if settings is not None:
        (tmp_path / "pyproject.toml").write_text(settings)
    project = Project.at(tmp_path)
    assert (project.calculators, project.wheel) == ("calculators", "calculators-livecalc")


def test_what_the_browser_needs_is_made_in_the_build_folder(tmp_path: Path) -> None:
    assets = Project.at(tmp_path).assets
    assert assets.folder == tmp_path / "build/livecalc"
    assert assets.node_modules == tmp_path / "node_modules"


def test_a_project_can_add_steps_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.livecalc]\nsteps = ["a.b:c"]\n')
    assert Project.at(tmp_path).steps == ("a.b:c",)


@pytest.mark.parametrize("step", ["no_such_module:run", "json:no_such_function", "json", ":dumps"])
def test_a_step_that_cannot_be_imported_is_named(step: str) -> None:
    with pytest.raises(RuntimeBuildError, match=rf"steps: '{step}' cannot be imported"):
        imported(step)


def test_a_step_is_the_function_that_it_names() -> None:
    assert imported("json:dumps") is json.dumps


def test_this_repository_names_its_own(tmp_path: Path) -> None:
    project = Project.at(ROOT)
    assert (project.calculators, project.wheel) == ("calculators", "web3-income-calculators")


@pytest.mark.parametrize(
    ("settings", "environment", "path"),
    [
        ("site_name: x", {}, "/"),
        ("site_url: https://host.example", {}, "/"),
        ("site_url: https://host.example/some/playbook", {}, "/some/playbook/"),
        ("site_url: !ENV [SITE_URL, 'http://127.0.0.1/']", {}, "/"),
        (
            "site_url: !ENV [SITE_URL, 'http://127.0.0.1/']",
            {"SITE_URL": "https://host.example/p/"},
            "/p/",
        ),
        ("site_url: !ENV SITE_URL", {"SITE_URL": "https://host.example/p/"}, "/p/"),
        ("site_url: !ENV SITE_URL", {}, "/"),
    ],
)
def test_the_path_of_the_site_is_the_one_that_the_engine_builds_for(
    settings: str,
    environment: dict[str, str],
    path: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "mkdocs.yml").write_text(settings)
    assert Project.at(tmp_path).site_path == path


def test_the_index_is_written_where_no_page_made_its_folder(
    write_topic: WriteTopic, tmp_path: Path
) -> None:
    Project(tmp_path, write_topic(SAVINGS), "sample").write_index(tmp_path / "site")
    (entry,) = json.loads((tmp_path / "site/calculators/index.json").read_text(encoding="utf-8"))
    assert entry["name"] == "savings"
    assert entry["inputs"]["properties"]["years"]["maximum"] == 50
