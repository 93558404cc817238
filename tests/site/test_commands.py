"""`python -m livecalc.site` and the hook of its server."""

import json
import socket
import zipfile
from pathlib import Path

import pytest

from livecalc.site.__main__ import is_free, main
from livecalc.site.serve_hook import on_post_build, on_pre_build
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import SAVINGS, changed


@pytest.fixture
def project(write_topic: WriteTopic, tmp_path: Path) -> Path:
    package = write_topic(SAVINGS)
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.livecalc]\ncalculators = "{package}"\nwheel = "sample-calculators"\n'
    )
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n\n/// calculator | savings\n///\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Sample\ntheme: {name: null, custom_dir: theme}\n"
        "extra_css: [livecalc/livecalc.css]\nextra_javascript: [livecalc/livecalc.js]\n"
        "markdown_extensions:\n"
        f"  - livecalc.forms.block: {{calculators: {package}}}\n"
    )
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/main.html").write_text(
        '<head>{% for one in config.extra_css %}<link href="{{ one }}">{% endfor %}</head>'
        "{{ page.content }}{% for one in config.extra_javascript %}"
        '<script src="{{ one }}"></script>{% endfor %}'
    )
    return tmp_path


def test_a_warning_of_the_engine_stops_the_build(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (project / "docs/index.md").open("a") as page:
        page.write("\n[Nowhere](nowhere.md)\n")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("strict: true\n")
    assert main(["build", "--site", str(project / "public")]) == 1
    assert "nowhere.md" in capsys.readouterr().err


def test_a_build_puts_pages_runtime_and_index_into_one_folder(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--site", str(project / "public")]) == 0
    page = (project / "public/index.html").read_text(encoding="utf-8")
    assert "<live-calculator" in page
    (script,) = (project / "public/livecalc").glob("livecalc-*.js")
    assert f'<script src="livecalc/{script.name}" async' in page
    assert (project / "public/service-worker.js").is_file()
    assert (project / "public/calculators/index.json").is_file()
    assert "pages by mkdocs" in capsys.readouterr().out


def test_a_script_before_the_themes_own_has_its_hash_in_its_name_too(project: Path) -> None:
    (project / "docs/first.js").write_text("first()")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("extra: {polyfills: [first.js]}\n")
    theme = project / "theme/main.html"
    first = '{% for one in config.extra.polyfills %}<script src="{{ one }}"></script>{% endfor %}'
    content = "{{ page.content }}"
    theme.write_text(theme.read_text().replace(content, first + content))
    assert main(["build", "--site", str(project / "public")]) == 0
    page = (project / "public/index.html").read_text(encoding="utf-8")
    (script,) = (project / "public").glob("first-*.js")
    assert f'<script src="{script.name}"' in page


def test_a_build_fails_when_a_page_does(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "docs/index.md").write_text("/// calculator | saving\n///\n")
    assert main(["build"]) != 0
    assert "mkdocs failed" in capsys.readouterr().err


def test_a_build_fails_when_a_calculator_would_stay_dead(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "theme/main.html").write_text("<head></head>{{ page.content }}")
    assert main(["build"]) == 1
    message = "index.html: the page shows a calculator and does not load livecalc/livecalc.js"
    assert message in capsys.readouterr().err


def test_a_build_without_npm_packages_says_what_to_run(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "node_modules").unlink()
    assert main(["build"]) == 1
    assert "scripts/setup build" in capsys.readouterr().err


def test_the_offline_site_is_one_zip_that_a_failed_build_leaves_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["offline"]) == 0
    (packed,) = (project / "dist").iterdir()
    content = packed.read_bytes()
    assert packed.name == "sample-offline.zip"
    assert f"dist/{packed.name}, {len(content) / 1e6:.1f} MB" in capsys.readouterr().out
    with zipfile.ZipFile(packed) as archive:
        assert {"index.html", "livecalc/livecalc.js"} <= set(archive.namelist())

    (project / "docs/index.md").write_text("/// calculator | saving\n///\n")
    assert main(["offline"]) == 1
    assert "mkdocs failed: index.md:1: There is no calculator" in capsys.readouterr().err
    assert [one.read_bytes() for one in (project / "dist").iterdir()] == [content]
    # What is kept for the next build, and nothing that was only needed for this one.
    assert {one.name for one in (project / "build").iterdir()} <= {"livecalc", "charts"}


def test_a_port_that_is_taken_is_refused_with_another(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        assert main(["serve", "--port", str(port)]) == 1
    assert f"make serve PORT={port + 1}" in capsys.readouterr().err
    assert not (project / "build").exists()


def test_the_server_makes_a_changed_calculator_again(
    project: Path, write_topic: WriteTopic
) -> None:
    config = {"config_file_path": str(project / "mkdocs.yml"), "site_dir": str(project / "served")}
    wheels = []
    for source in (SAVINGS, changed(("Le(50)", "Le(60)"))):
        write_topic(source)
        on_pre_build(config)
        on_post_build(config)
        runtime = json.loads((project / "served/livecalc/runtime.json").read_text())
        wheels.append(runtime["wheels"])
        assert all((project / "served/livecalc" / one).is_file() for one in wheels[-1])
        # Names stay plain, and what an earlier build left in the browser makes way.
        assert (project / "served/livecalc/livecalc.js").is_file()
        leaving = (project / "served/service-worker.js").read_text()
        assert "unregister" in leaving
        assert "livecalcSite" not in leaving
    assert wheels[0] != wheels[1]
