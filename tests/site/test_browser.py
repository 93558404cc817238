"""Which browser is chosen."""

from pathlib import Path

import pytest

from livecalc.site.browser import find_chromium, find_firefox


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("LIVECALC_BROWSER", raising=False)
    monkeypatch.delenv("LIVECALC_FIREFOX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder: Path, name: str) -> str:
    program = folder / name
    program.touch(mode=0o755)
    return str(program)


def test_the_one_that_set_up_chose_comes_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(path, "chromium")
    monkeypatch.setenv("LIVECALC_BROWSER", "/chosen/chrome")
    assert find_chromium() == "/chosen/chrome"


def test_an_installed_one_is_found(path: Path) -> None:
    chrome = install(path, "google-chrome")
    assert find_chromium() == chrome
    chromium = install(path, "chromium")
    assert find_chromium() == chromium


def test_without_any_the_choice_is_left_to_playwright(path: Path) -> None:
    assert find_chromium() is None


def test_firefox_is_the_one_that_set_up_chose_or_an_installed_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_firefox() is None
    firefox = install(path, "firefox")
    assert find_firefox() == firefox
    debian = install(path, "firefox-esr")
    assert find_firefox() == debian
    monkeypatch.setenv("LIVECALC_FIREFOX", "/chosen/firefox")
    assert find_firefox() == "/chosen/firefox"


def test_firefox_that_set_up_could_not_run_is_not_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(path, "firefox")
    monkeypatch.setenv("LIVECALC_FIREFOX", "")
    assert find_firefox() is None
