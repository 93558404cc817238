"""What the browser keeps: without a network, after an update, and where keeping is forbidden."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from livecalc.runtime.assets import PAGE_HEAD
from livecalc.site.publish import publish, take_back
from tests.browser.host import Host, hosting
from tests.browser.runtime_files import FAST
from tests.browser.small_site import make_small_site
from tests.browser.visit import LOADING, Calculator, Visit, visiting
from tests.built_site import ROOT
from tests.samples import SAVINGS, changed

pytestmark = pytest.mark.xdist_group("browser-service-worker")

#: Where the whole site stands on its host.
PATH: Final = "/some/playbook/"

#: What the answer for 2,000 dollars is in the first and in the second version of the small site.
FIRST: Final = 2000 * 1.041**3
SECOND: Final = FIRST + 1

_KEPT: Final = "navigator.serviceWorker.ready.then(({active}) => active.state)"
_NAMES: Final = "caches.keys()"
_PYTHON: Final = """async () => {
  let count = 0;
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    count += requests.filter(({ url }) => /fast-[0-9a-f]+[.](image|wasm)$/.test(url)).length;
  }
  return count;
}"""
_BOTH_ARE_KEPT: Final = f"({_PYTHON})().then((count) => count === 2)"
_REGISTRATIONS: Final = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"

#: A page at rest for as long as a page waits before it registers, and an idle moment more.
_AT_REST: Final = """() => new Promise((resolve) => {
  const rest = () => setTimeout(() => requestIdleCallback(() => setTimeout(resolve, 500)), 2000);
  if (document.readyState === "complete") rest();
  else addEventListener("load", rest);
})"""

type Start = Callable[..., Visit]


@pytest.fixture
def start(browser: Browser) -> Iterator[Start]:
    """Begin a visit in a browser that keeps what a site asks it to."""
    with ExitStack() as stack:

        def start(host: Host, path: str = "", *, script: str = "", **options: Any) -> Visit:
            settings = {"service_workers": "allow", **options}
            visit = stack.enter_context(visiting(browser, host.address, **settings))
            if script:
                visit.page.context.add_init_script(script)
            visit.open(path)
            return visit

        yield start


@pytest.fixture(scope="module")
def site_below_a_path(site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The whole site, built for an address below a path; and the port of that address."""
    assert site.is_dir(), "what the calculators need has been made"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("below") / "site"
    command = [sys.executable, "-m", "livecalc.site", "build", "--site", str(folder)]
    address = f"http://127.0.0.1:{port}{PATH}"
    subprocess.run(command, cwd=ROOT, env={**os.environ, "SITE_URL": address}, check=True)
    return folder, port


@pytest.fixture
def playbook(site_below_a_path: tuple[Path, int]) -> Iterator[Host]:
    folder, port = site_below_a_path
    with hosting(folder, PATH, port) as host:
        yield host


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two builds of the small site, whose calculator and pages differ."""
    built = []
    more = ("return deposit * (1 + interest_apr) ** year", "return deposit * 1.041**year + 1")
    for number, source in enumerate((SAVINGS, changed(more))):
        folder = tmp_path_factory.mktemp(f"version-{number}")
        site = make_small_site(folder, package_name=f"browser_version_{number}", savings=source)
        page = site / "savings.html"
        html = page.read_text(encoding="utf-8")
        page.write_text(html.replace("<h1>savings", f"<h1>savings {number}"), encoding="utf-8")
        start = (folder / "livecalc" / PAGE_HEAD).read_text(encoding="utf-8")
        publish(site, start=start)
        built.append(site)
    return built[0], built[1]


@pytest.fixture
def small(versions: tuple[Path, Path]) -> Iterator[Host]:
    """A host with the first version, which tests replace by the second."""
    with hosting(versions[0]) as host:
        yield host


def wait_until_kept(page: Page) -> None:
    """The worker answers for this page, and has kept every page."""
    assert page.evaluate(_KEPT) in ("activating", "activated")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def wait_until_calculators_are_kept(page: Page) -> None:
    wait_until_kept(page)
    wait_until(page, _BOTH_ARE_KEPT)


def lose_the_network(host: Host, context: BrowserContext) -> None:
    """Twice over: the browser knows of it, and nobody would answer anyway."""
    host.go_down()
    context.set_offline(True)


def compute(calculator: Calculator, balance: float) -> None:
    calculator.field("Deposit").fill("2000")
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(balance)


def expect_off(calculator: Calculator) -> None:
    calculator.expect_state("error", stale=True)
    expect(calculator.status).to_contain_text("Live calculation is off: Python could not be loaded")
    expect(calculator.status).to_contain_text("The answer shown is for the starting numbers.")
    expect(calculator.element.get_by_role("progressbar")).to_have_count(0)


def expect_search_to_find(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type(words)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def wait_until(page: Page, expression: str) -> None:
    """Ask again and again; the expression may be a promise."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {expression}")


def runtime_names(site: Path) -> set[str]:
    """The files of a build that no other build has under the same name."""
    return {
        one.name for one in (site / "livecalc").iterdir() if re.search("[0-9a-f]{10}", one.name)
    }


# Without a network


def test_after_a_first_visit_pages_search_and_navigation_need_no_network(
    playbook: Host, start: Start
) -> None:
    visit = start(playbook)
    page = visit.page
    wait_until_kept(page)
    lose_the_network(playbook, page.context)
    page.get_by_role("link", name="Guides", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guides")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guides")
    page.get_by_role("link", name="Staking", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Staking")
    page.goto(f"{playbook.address}glossary?from=elsewhere")
    assert page.url == f"{playbook.address}glossary/?from=elsewhere"
    expect(page.get_by_role("heading", level=1)).to_contain_text("Glossary")
    page.goto(f"{playbook.address}about/index.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("About")
    expect_search_to_find(page, "slashing")


def test_a_calculator_nobody_used_says_so_without_a_network_and_keeps_its_answer(
    playbook: Host, start: Start
) -> None:
    # The home page has a calculator, which an idle moment would start.
    visit = start(playbook, "about/")
    wait_until_kept(visit.page)
    lose_the_network(playbook, visit.page.context)
    visit.page.goto(f"{playbook.address}calculators/staking-apy/")
    calculator = visit.calculator("staking-apy")
    before = calculator.outputs()
    calculator.field("Tokens staked").fill("250")
    expect_off(calculator)
    assert calculator.outputs() == before
    visit.page.context.set_offline(False)
    playbook.go_up()
    calculator.button("Try again").click()
    calculator.wait_until_answered()


def test_calculators_run_without_a_network_once_one_has_run(playbook: Host, start: Start) -> None:
    visit = start(playbook, "calculators/staking-apy/")
    visit.calculator("staking-apy").field("Tokens staked").fill("250")
    visit.calculator("staking-apy").wait_until_answered()
    wait_until_calculators_are_kept(visit.page)
    lose_the_network(playbook, visit.page.context)
    visit.page.goto(f"{playbook.address}calculators/royalty-income/")
    calculator = visit.calculator("royalty-income")
    calculator.element.get_by_role("textbox").first.press("ArrowUp")
    calculator.wait_until_answered()


def test_the_button_keeps_the_calculators_before_anybody_used_one(
    playbook: Host, start: Start
) -> None:
    visit = start(playbook, "offline/")
    wait_until_kept(visit.page)
    assert visit.page.evaluate(_PYTHON) == 0
    button = visit.page.get_by_role("button", name="Keep the calculators too")
    status = visit.page.locator("keep-calculators [role=status]")
    expect(status).to_have_text("")
    button.click()
    expect(status).to_contain_text("Kept: pages and calculators", timeout=LOADING)
    expect(button).to_be_enabled()
    lose_the_network(playbook, visit.page.context)
    visit.page.reload()
    expect(status).to_contain_text("Kept: pages and calculators")
    visit.page.goto(f"{playbook.address}calculators/staking-apy/")
    visit.calculator("staking-apy").field("Tokens staked").fill("250")
    visit.calculator("staking-apy").wait_until_answered()


def test_the_button_says_when_the_network_goes_while_it_keeps(playbook: Host, start: Start) -> None:
    visit = start(playbook, "offline/")
    wait_until_kept(visit.page)
    playbook.stalled = "*.image"
    visit.page.get_by_role("button", name="Keep the calculators too").click()
    status = visit.page.locator("keep-calculators [role=status]")
    expect(status).to_contain_text("%")
    playbook.go_down()
    expect(status).to_contain_text("Not kept: ")
    expect(status).to_contain_text("With a network everything works as before.")


SAVES_DATA: Final = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"


def test_a_reader_who_saves_data_is_asked_first(playbook: Host, start: Start) -> None:
    visit = start(playbook, "offline/", script=SAVES_DATA)
    visit.page.evaluate(_AT_REST)
    assert visit.page.evaluate(_REGISTRATIONS) == 0
    assert visit.page.evaluate(_NAMES) == []
    visit.page.get_by_role("button", name="Keep the calculators too").click()
    status = visit.page.locator("keep-calculators [role=status]")
    expect(status).to_contain_text("Kept: pages and calculators", timeout=LOADING)


def test_an_embedded_calculator_registers_nothing(playbook: Host, start: Start) -> None:
    visit = start(playbook, "embed/staking-apy/")
    visit.page.get_by_label("Tokens staked", exact=True).fill("250")
    expect(visit.page.locator("live-calculator")).to_have_attribute(
        "state", "ready", timeout=LOADING
    )
    visit.page.evaluate(_AT_REST)
    assert visit.page.evaluate(_REGISTRATIONS) == 0


# The headers


def test_every_kind_of_page_works_under_the_headers_that_the_build_writes(
    playbook: Host, start: Start
) -> None:
    visit = start(playbook)
    policy = dict(playbook.headers(PATH))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    page = visit.page
    for path in ("guides/staking/", "embedding/", "offline/", "publishing/"):
        page.goto(playbook.address + path, wait_until="networkidle")
    page.goto(f"{playbook.address}embedding/")
    frame = page.frame_locator("#embed-example iframe")
    frame.get_by_label("Tokens staked", exact=True).fill("250")
    expect(frame.locator("live-calculator")).to_have_attribute("state", "ready", timeout=LOADING)
    page.goto(f"{playbook.address}calculators/staking-apy/")
    visit.calculator("staking-apy").field("Tokens staked").fill("250")
    visit.calculator("staking-apy").wait_until_answered()
    page.get_by_role("link", name="Royalty income").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Royalty income")
    expect_search_to_find(page, "slashing")
    assert visit.problems == []
    page.goto(f"{playbook.address}no-such-page/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("404")
    assert [one for one in visit.problems if "404" not in one] == []
    assert playbook.headers(f"{PATH}service-worker.js")[-1] == ("Cache-Control", "no-cache")


def test_stock_python_works_under_the_headers_too(playbook: Host, start: Start) -> None:
    visit = start(playbook, "calculators/staking-apy/", service_workers="block")
    visit.block_fast_start()
    visit.calculator("staking-apy").field("Tokens staked").fill("250")
    visit.calculator("staking-apy").wait_until_answered()
    assert visit.asked_for_stock_python()
    assert visit.problems == []


def test_the_policy_would_stop_a_script_that_somebody_slipped_in(
    playbook: Host, start: Start
) -> None:
    visit = start(playbook)
    visit.page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.slippedIn = true";
      document.body.append(script);
    }""")
    assert visit.page.evaluate("window.slippedIn") is None
    assert any("Content Security Policy" in one for one in visit.problems)


def test_the_manifest_is_found_from_every_depth_and_names_icons_that_exist(
    playbook: Host, start: Start
) -> None:
    visit = start(playbook)
    for path in ("", "about/", "calculators/staking-apy/", "no-such-page/at/all/"):
        visit.page.goto(playbook.address + path)
        address = visit.page.locator("link[rel=manifest]").evaluate("(one) => one.href")
        assert address == f"{playbook.address}manifest.webmanifest"
    manifest = json.loads(visit.page.request.get(address).text())
    assert manifest["scope"] == manifest["start_url"] == "./"
    for icon in manifest["icons"]:
        assert visit.page.request.get(playbook.address + icon["src"]).ok


# Updates


def test_an_update_brings_new_pages_with_their_own_python_and_drops_the_old(
    small: Host, versions: tuple[Path, Path], start: Start
) -> None:
    first, second = versions
    visit = start(small, "savings.html")
    compute(visit.calculator("savings"), FIRST)
    wait_until_calculators_are_kept(visit.page)
    (before,) = visit.page.evaluate(_NAMES)
    small.folder = second
    small.asked.clear()
    visit.page.reload()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("savings 1")
    compute(visit.calculator("savings"), SECOND)
    only_first = runtime_names(first) - runtime_names(second)
    assert not {one.rpartition("/")[2] for one in small.asked} & only_first

    # The new worker fills its own cache, Python included because the old one had it, and waits.
    wait_until(
        visit.page,
        "navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting !== null)",
    )
    assert len(visit.page.evaluate(_NAMES)) == 2
    context = visit.page.context
    visit.page.close()
    page = context.new_page()
    page.goto(f"{small.address}trouble.html")
    wait_until(page, "caches.keys().then((names) => names.length === 1)")
    assert page.evaluate(_NAMES) != [before]
    lose_the_network(small, context)
    page.goto(f"{small.address}savings.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("savings 1")
    compute(Calculator(page, "savings"), SECOND)


def test_an_open_page_of_the_old_version_finds_the_python_that_was_kept(
    small: Host, versions: tuple[Path, Path], start: Start
) -> None:
    visit = start(small, "savings.html")
    compute(visit.calculator("savings"), FIRST)
    wait_until_calculators_are_kept(visit.page)
    page = visit.page.context.new_page()
    page.goto(f"{small.address}savings.html")
    small.folder = versions[1]
    small.asked.clear()
    compute(Calculator(page, "savings"), FIRST)
    assert [one for one in small.asked if "fast-" in one] == []


def test_an_open_page_of_the_old_version_says_so_and_a_retry_loads_the_new_one(
    small: Host, versions: tuple[Path, Path], start: Start
) -> None:
    visit = start(small, "savings.html", service_workers="block")
    small.folder = versions[1]
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    calculator.field("Deposit").fill("2000")
    expect_off(calculator)
    assert calculator.outputs() == before
    calculator.button("Try again").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("savings 1")
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(SECOND)


def test_a_page_whose_script_is_gone_says_so_after_a_while(
    small: Host, versions: tuple[Path, Path], start: Start
) -> None:
    visit = start(small, "trouble.html", service_workers="block")
    visit.page.route("**/livecalc-*.js", lambda route: route.abort())
    visit.open("savings.html")
    lead = visit.page.locator(".livecalc-lead")
    said = "(lead) => getComputedStyle(lead, '::after').visibility"
    assert lead.evaluate(said) == "hidden"
    visit.page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    assert lead.evaluate(said) == "visible"
    assert "file that it needs has not arrived" in lead.evaluate(
        "(lead) => getComputedStyle(lead, '::after').content"
    )
    expect(visit.page.locator("live-calculator")).to_have_attribute("state", "static")


def test_a_page_swapped_in_from_another_version_is_loaded_anew(
    playbook: Host, tmp_path: Path, start: Start
) -> None:
    other = tmp_path / "other"
    shutil.copytree(playbook.folder, other)
    for page in other.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        mark = r'(name="livecalc-build" content=")[0-9a-f]+'
        page.write_text(re.sub(mark, r"\g<1>0123456789", html), encoding="utf-8")
    visit = start(playbook, "calculators/staking-apy/", service_workers="block")
    visit.page.evaluate("window.swapped = true")
    visit.page.get_by_role("link", name="Royalty income").first.click()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Royalty income")
    assert visit.page.evaluate("window.swapped"), "within a version pages are swapped"
    playbook.folder = other
    with visit.page.expect_event("load"):
        visit.page.get_by_role("link", name="Impermanent loss").first.click()
    assert visit.page.evaluate("window.swapped === undefined")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Impermanent loss")
    visit.calculator("impermanent-loss").element.get_by_role("textbox").first.press("ArrowUp")
    visit.calculator("impermanent-loss").wait_until_answered()


def test_nothing_of_another_version_is_kept(
    small: Host, versions: tuple[Path, Path], tmp_path: Path, start: Start
) -> None:
    mixed = tmp_path / "mixed"
    shutil.copytree(versions[0], mixed)
    shutil.copy(versions[1] / "trouble.html", mixed)
    small.folder = mixed
    visit = start(small, "savings.html")
    visit.page.evaluate(_AT_REST)
    assert "service-worker.js" in small.asked
    wait_until(visit.page, f"{_REGISTRATIONS}.then((count) => count === 0)")
    assert visit.page.evaluate("caches.match('trouble.html').then((one) => one === undefined)")
    compute(visit.calculator("savings"), FIRST)


def test_a_served_copy_for_authors_makes_an_earlier_worker_leave(
    small: Host, versions: tuple[Path, Path], tmp_path: Path, start: Start
) -> None:
    visit = start(small, "savings.html")
    wait_until_kept(visit.page)
    small.folder = tmp_path / "served"
    shutil.copytree(versions[0], small.folder)
    # What the runtime puts there, and publishing takes away.
    (small.folder / "livecalc/service-worker.js").touch()
    take_back(small.folder)
    page = small.folder / "savings.html"
    html = page.read_text(encoding="utf-8").replace("<h1>savings 0", "<h1>edited")
    page.write_text(re.sub(r'<meta name="livecalc-build".*?>', "", html), encoding="utf-8")
    visit.page.reload()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("edited")
    wait_until(visit.page, f"{_REGISTRATIONS}.then((count) => count === 0)")
    wait_until(visit.page, "caches.keys().then((names) => names.length === 0)")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("edited")


# Where it cannot be


def test_full_storage_takes_nothing_from_the_site(playbook: Host, start: Start) -> None:
    visit = start(playbook, "404.html", service_workers="allow", script=SAVES_DATA)
    session = visit.page.context.new_cdp_session(visit.page)
    origin = playbook.address.removesuffix(PATH)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 100_000})
    visit.problems.clear()
    visit.page.goto(f"{playbook.address}offline/")
    visit.page.get_by_role("button", name="Keep the calculators too").click()
    status = visit.page.locator("keep-calculators [role=status]")
    expect(status).to_contain_text("Not kept: the browser could not keep the pages")
    visit.page.goto(f"{playbook.address}calculators/staking-apy/")
    visit.calculator("staking-apy").field("Tokens staked").fill("250")
    visit.calculator("staking-apy").wait_until_answered()
    assert visit.page.evaluate(_NAMES) == []
    assert visit.page.evaluate(_REGISTRATIONS) == 0
    assert visit.problems == []


def test_storage_that_fills_up_later_is_said_and_pages_stay(playbook: Host, start: Start) -> None:
    visit = start(playbook, "offline/")
    wait_until_kept(visit.page)
    session = visit.page.context.new_cdp_session(visit.page)
    origin = playbook.address.removesuffix(PATH)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 5_000_000})
    visit.page.get_by_role("button", name="Keep the calculators too").click()
    status = visit.page.locator("keep-calculators [role=status]")
    expect(status).to_contain_text("Not kept: the browser gives this site no more room")
    lose_the_network(playbook, visit.page.context)
    visit.page.goto(f"{playbook.address}about/")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("About")


@pytest.mark.parametrize(
    "forbidden",
    [
        "ServiceWorkerContainer.prototype.register ="
        " () => Promise.reject(new DOMException('no', 'SecurityError'));",
        "delete Navigator.prototype.serviceWorker;",
        "Object.defineProperty(Navigator.prototype, 'serviceWorker',"
        " { get() { throw new DOMException('no', 'SecurityError'); } });",
    ],
)
def test_a_browser_that_forbids_keeping_loses_nothing_else(
    forbidden: str, playbook: Host, start: Start
) -> None:
    visit = start(playbook, "offline/", script=forbidden)
    visit.page.evaluate(_AT_REST)
    visit.page.get_by_role("button", name="Keep the calculators too").click()
    status = visit.page.locator("keep-calculators [role=status]")
    expect(status).to_contain_text("Not kept: ")
    visit.page.goto(f"{playbook.address}calculators/staking-apy/")
    visit.calculator("staking-apy").field("Tokens staked").fill("250")
    visit.calculator("staking-apy").wait_until_answered()
    assert visit.problems == []


def test_kept_files_that_vanish_are_asked_for_again(playbook: Host, start: Start) -> None:
    visit = start(playbook)
    wait_until_kept(visit.page)
    visit.page.evaluate("async () => { for (const one of await caches.keys()) caches.delete(one) }")
    visit.page.goto(f"{playbook.address}calculators/staking-apy/")
    visit.calculator("staking-apy").field("Tokens staked").fill("250")
    visit.calculator("staking-apy").wait_until_answered()


def test_a_network_that_goes_while_python_loads_ends_in_a_sentence(
    small: Host, start: Start
) -> None:
    small.stalled = FAST["image"].replace("**", "*")
    visit = start(small, "savings.html", service_workers="block")
    calculator = visit.calculator("savings")
    before = calculator.outputs()
    calculator.field("Deposit").fill("2000")
    expect(calculator.status).to_contain_text("%", timeout=LOADING)
    lose_the_network(small, visit.page.context)
    expect_off(calculator)
    assert calculator.outputs() == before
    small.stalled = ""
    small.go_up()
    visit.page.context.set_offline(False)
    calculator.button("Try again").click()
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(FIRST)


def test_a_network_that_does_not_answer_shows_the_kept_page(small: Host, start: Start) -> None:
    visit = start(small, "savings.html")
    wait_until_kept(visit.page)
    small.is_silent = True
    visit.page.goto(f"{small.address}trouble.html")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("trouble")
