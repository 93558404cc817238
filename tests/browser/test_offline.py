"""From a disk, with the network off: pages, search and calculators, as a zip and as one file."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from livecalc.interface.registry import find_calculators
from livecalc.runtime.offline import CARRIER
from livecalc.site.export import export_calculator
from livecalc.site.project import Project
from tests.browser.test_accessibility import AXE, _findings
from tests.browser.visit import Visit, approximately, native_outputs, visiting
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import body

STAKING: Final = "/calculators/staking-apy.html"


class OpenFile(Protocol):
    """Open a page of a folder in a browser that has no network."""

    def __call__(self, folder: Path, path: str, **options: object) -> Visit: ...


@pytest.fixture
def open_file(browser: Browser) -> Iterator[OpenFile]:
    """Whatever a page asks for that is not on the disk, and whatever goes wrong, fails the test."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def open_file(folder: Path, path: str, **options: object) -> Visit:
            visit = stack.enter_context(visiting(browser, folder.as_uri(), **options))
            visit.page.context.set_offline(True)
            visits.append(visit)
            visit.open(path)
            return visit

        yield open_file
        assert [one.problems for one in visits if one.problems] == []
        schemes = {urlsplit(one.url).scheme for visit in visits for one in visit.requests}
        assert schemes <= {"file", "blob", "data"}


def path_of(page: Page, folder: Path) -> str:
    return page.url.removeprefix(folder.as_uri()).partition("?")[0].partition("#")[0]


def accepts_37(name: str) -> str:
    """An input in whose range 37 is, or 37 percent."""
    return next(
        one.name
        for one in find_calculators("calculators")[name].inputs
        if one.minimum is not None
        and one.maximum is not None
        and one.minimum <= (0.37 if one.unit.kind == "percent" else 37) <= one.maximum
    )


@pytest.mark.parametrize("name", find_calculators("calculators"))
def test_every_calculator_answers_from_a_disk_what_it_answers_natively(
    name: str, open_file: OpenFile, offline_site: Path
) -> None:
    visit = open_file(offline_site, f"/calculators/{name}.html")
    calculator = visit.calculator(name)
    calculator.fill(**{accepts_37(name): "37"})
    calculator.wait_until_answered()
    inputs = visit.changes()[-1]["inputs"]
    assert 37 in inputs.values() or 0.37 in inputs.values()
    assert calculator.outputs() == approximately(native_outputs(name, inputs))
    # Drawn anew only where the number typed changes the rows of the table.
    expect(calculator.element.locator(".livecalc-plot svg:visible").first).to_be_visible()
    expect(calculator.element.locator("figure.livecalc-chart")).not_to_have_attribute(
        "data-stale", ""
    )


def test_python_is_read_only_when_a_calculator_is_touched(
    open_file: OpenFile, offline_site: Path
) -> None:
    visit = open_file(offline_site, STAKING)
    # Nothing can be waited for here but time itself.
    visit.page.wait_for_timeout(1000)
    assert [one for one in visit.requests if one.url.endswith(CARRIER)] == []
    visit.calculator("staking-apy").field("Tokens staked").fill("12")
    visit.calculator("staking-apy").wait_until_answered()
    assert len([one for one in visit.requests if one.url.endswith(CARRIER)]) == 1


def test_numbers_in_the_address_are_shown_again(open_file: OpenFile, offline_site: Path) -> None:
    visit = open_file(offline_site, f"{STAKING}?staking-apy.stake=250")
    calculator = visit.calculator("staking-apy")
    calculator.wait_until_answered()
    expect(calculator.field("Tokens staked")).to_have_value("250")
    calculator.field("Tokens staked").fill("300")
    expect(visit.page).to_have_url(f"{visit.origin}{STAKING}?staking-apy.stake=300")


def test_search_finds_a_page_and_leads_there(open_file: OpenFile, offline_site: Path) -> None:
    visit = open_file(offline_site, "/index.html")
    visit.page.get_by_role("textbox", name="Search").click()
    visit.page.keyboard.type("impermanent loss")
    result = visit.page.locator(".md-search-result__link").first
    expect(result).to_be_visible()
    result.click()
    visit.page.wait_for_load_state()
    assert "loss" in visit.page.get_by_role("heading", level=1).inner_text().lower()
    assert path_of(visit.page, offline_site) != "/index.html"


def test_guide_from_a_disk_keeps_ticks_and_explains_answers(
    open_file: OpenFile, offline_site: Path
) -> None:
    page = open_file(offline_site, "/guides/staking.html").page
    page.locator(".playbook-checklist").get_by_role("checkbox").first.check()
    page.reload()
    expect(page.locator(".playbook-checklist").get_by_role("checkbox").first).to_be_checked()
    page.locator(".playbook-quiz").get_by_role("radio").first.check()
    expect(page.locator(".playbook-quiz [role=status]").first).to_contain_text(": ")
    expect(page.locator(".playbook-money-flow svg:visible")).to_have_count(1)


def test_avenues_from_a_disk_are_sorted_narrowed_down_and_judged(
    open_file: OpenFile, offline_site: Path
) -> None:
    page = open_file(offline_site, "/decide/index.html").page
    page.get_by_role("combobox", name="Evidence at least").select_option("Strong")
    expect(page.locator(".playbook-comparison tbody tr:not(:visible)")).not_to_have_count(0)
    page.get_by_role("button", name="Money put in").click()
    expect(page.locator('th[aria-sort="ascending"]')).to_have_count(1)
    page.get_by_role("link", name="Answer six questions").click()
    page.locator(".playbook-fit").get_by_role("radio").first.check()
    expect(page.locator(".playbook-fit output")).to_contain_text("fit.")


def test_reader_gets_from_page_to_page_by_clicks(open_file: OpenFile, offline_site: Path) -> None:
    visit = open_file(offline_site, "/index.html", viewport={"width": 1400, "height": 900})
    tabs = visit.page.get_by_role("navigation", name="Tabs")
    tabs.get_by_role("link", name="Calculators").click()
    visit.page.wait_for_load_state()
    assert path_of(visit.page, offline_site) == "/calculators/index.html"
    side = visit.page.get_by_role("navigation", name="Navigation")
    side.get_by_role("link", name="Staking APY", exact=True).click()
    visit.page.wait_for_load_state()
    assert path_of(visit.page, offline_site) == STAKING
    visit.calculator("staking-apy").field("Years").fill("2")
    visit.calculator("staking-apy").wait_until_answered()
    visit.page.go_back()
    assert path_of(visit.page, offline_site) == "/calculators/index.html"


@pytest.mark.parametrize("damage", ["missing", "no script", "damaged image"])
def test_answer_stays_when_the_carried_python_is_bad_and_a_retry_brings_it_back(
    damage: str, open_file: OpenFile, offline_site: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(offline_site, copy)
    carrier = copy / "livecalc" / CARRIER
    content = carrier.read_text(encoding="utf-8")
    if damage == "missing":
        carrier.unlink()
    else:
        bad = {"no script": "", "damaged image": content[:-2000] + content[-1000:]}
        carrier.write_text(bad[damage], encoding="utf-8")
    visit = open_file(copy, STAKING)
    calculator = visit.calculator("staking-apy")
    before = calculator.outputs()
    calculator.field("Tokens staked").fill("77")
    calculator.expect_state("error", stale=True)
    expect(calculator.status).to_contain_text("Live calculation is off: Python could not be loaded")
    expect(calculator.status).to_contain_text("The answer shown is for the starting numbers.")
    assert calculator.outputs() == before
    carrier.write_text(content, encoding="utf-8")
    calculator.button("Try again").click()
    calculator.wait_until_answered()
    assert calculator.outputs() != before
    visit.problems[:] = [one for one in visit.problems if "ERR_FILE_NOT_FOUND" not in one]


@pytest.fixture(scope="module")
def exported(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds one exported file; `site` has made what it is made from."""
    folder = tmp_path_factory.mktemp("mailed")
    page = export_calculator(Project.at(ROOT), "staking-apy")
    (folder / "staking-apy.html").write_text(page, encoding="utf-8")
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_exported_file_answers_on_its_own_and_axe_finds_nothing(
    scheme: str, open_file: OpenFile, exported: Path
) -> None:
    path = "/staking-apy.html?stake=123"
    visit = open_file(exported, path, color_scheme=scheme, reduced_motion="reduce")
    calculator = visit.calculator("staking-apy")
    calculator.wait_until_answered()
    calculator.field("Reward APR").fill("7.3")
    calculator.field("Years").fill("4")
    calculator.wait_until_answered()
    inputs = visit.changes()[-1]["inputs"]
    assert (inputs["stake"], inputs["reward_apr"], inputs["years"]) == (123, 0.073, 4)
    expected = native_outputs("staking-apy", inputs)
    assert calculator.outputs()["apy"] == pytest.approx(expected["apy"], rel=1e-12)
    expect(calculator.element.locator(".livecalc-plot svg.marks")).to_be_visible()
    expect(calculator.element.locator("figure.livecalc-chart")).not_to_have_attribute(
        "data-stale", ""
    )
    assert [one.url for one in visit.requests if one.url.startswith("file:")] == [
        f"{visit.origin}{path}"
    ]
    visit.page.add_script_tag(path=AXE)
    for width in (1280, 390):
        visit.page.set_viewport_size({"width": width, "height": 844})
        assert _findings(visit.page) == []
        assert visit.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


def test_exported_file_shows_its_answer_without_scripts(
    open_file: OpenFile, exported: Path
) -> None:
    visit = open_file(exported, "/staking-apy.html", java_script_enabled=False)
    expect(visit.page.locator("output").first).to_contain_text("%")
    expect(visit.page.get_by_role("heading", name="Formula", exact=True)).to_be_visible()


def test_call_without_end_is_stopped_and_the_same_file_answers_the_next(
    open_file: OpenFile, write_topic: WriteTopic, tmp_path: Path
) -> None:
    source = body(
        "while years == 7: pass\n"
        "    return Savings(balance=deposit * years, worst_case_balance=0.0, doubling_years=None,"
        " verdict='', grows=True, by_year=())"
    )
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    project = Project(tmp_path, write_topic(source), "sample-calculators")
    (tmp_path / "savings.html").write_text(export_calculator(project, "savings"), "utf-8")
    visit = open_file(tmp_path, "/savings.html")
    calculator = visit.calculator("savings")
    calculator.field("Years").fill("7")
    calculator.expect_state("error", stale=True)
    expect(calculator.status).to_contain_text("took longer than 5 seconds and was stopped")
    calculator.field("Years").fill("8")
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == 8000
