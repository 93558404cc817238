"""Calculators in pages of another origin: by the script, as plain frames, in sandboxes."""

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Frame, FrameLocator, Page, Route, expect

from livecalc.site.preview import serve_folder
from tests.browser.conftest import OpenVisit
from tests.browser.test_accessibility import AXE, _findings
from tests.browser.visit import LOADING, Visit, native_outputs

type OpenHost = Callable[..., Visit]

_HOST = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Somebody's page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>Somebody's page</h1>
{content}
</main></body></html>
"""


@pytest.fixture
def open_host(open_visit: OpenVisit, served: str, tmp_path: Path) -> Iterator[OpenHost]:
    """Open a page on an origin of its own; `SITE` in its content is the address of ours."""
    with ExitStack() as stack:

        def open_host(content: str, **options: Any) -> Visit:
            folder = tmp_path / "host"
            folder.mkdir()
            text = _HOST.format(content=content.replace("SITE", served))
            (folder / "index.html").write_text(text, encoding="utf-8")
            origin = stack.enter_context(serve_folder(folder))
            assert origin != served
            return open_visit("/", origin=origin, **options)

        yield open_host


def tag(name: str = "staking-apy", attributes: str = "") -> str:
    return f'<live-calculator src="SITE/embed/{name}/" {attributes}></live-calculator>'


SCRIPT = '<script src="SITE/embed.js"></script>'


def inside(page: Page, number: int = 0) -> FrameLocator:
    return page.frame_locator("iframe").nth(number)


def frame_of(page: Page, number: int = 0) -> Frame:
    """The frame itself, once its calculator has been set up."""
    inside(page, number).locator("live-calculator[stale], live-calculator").wait_for()
    handle = page.locator("iframe").nth(number).element_handle()
    frame = handle.content_frame()
    assert frame
    frame.wait_for_load_state()
    return frame


def wait_until_answered(page: Page, number: int = 0) -> None:
    inside(page, number).locator("live-calculator[state=ready]:not([stale])").wait_for(
        timeout=LOADING
    )


def height_of(page: Page, number: int = 0) -> float:
    height: float = page.locator("iframe").nth(number).evaluate("one => one.offsetHeight")
    return height


def wait_until_it_fits(page: Page, number: int = 0) -> None:
    """Wait until the frame is as high as its content: nothing scrolls, nothing is left over."""
    # Browsers do not lay out foreign frames that nobody sees.
    page.locator("iframe").nth(number).scroll_into_view_if_needed()
    frame_of(page, number).wait_for_function(
        """() => {
          const root = document.documentElement;
          const content = root.getBoundingClientRect().height;
          return root.scrollHeight <= innerHeight && Math.abs(content - innerHeight) < 1
            && root.scrollWidth <= innerWidth;
        }"""
    )


def test_frames_are_as_high_as_their_content_and_follow_it(open_host: OpenHost) -> None:
    page = open_host(SCRIPT + tag() + tag("impermanent-loss")).page
    for number in (0, 1):
        wait_until_it_fits(page, number)
    wide = [height_of(page, number) for number in (0, 1)]
    assert wide[0] != wide[1]
    page.set_viewport_size({"width": 360, "height": 800})
    for number in (0, 1):
        wait_until_it_fits(page, number)
        assert height_of(page, number) > wide[number]
    narrow = height_of(page)
    inside(page).get_by_label("Years", exact=True).fill("never")
    expect(inside(page).locator(".livecalc-error:visible")).to_have_count(1, timeout=LOADING)
    page.wait_for_function(f"document.querySelector('iframe').offsetHeight > {narrow}")
    wait_until_it_fits(page)


def test_frames_are_named_after_their_calculators(open_host: OpenHost) -> None:
    page = open_host(SCRIPT + tag() + tag(attributes='title="My stake"')).page
    expect(page.locator("iframe").nth(0)).to_have_attribute("title", "Staking APY calculator")
    expect(page.locator("iframe").nth(1)).to_have_attribute("title", "My stake")


def test_starting_values_and_locale_come_from_attributes(open_host: OpenHost) -> None:
    page = open_host(SCRIPT + tag(attributes='stake="1234.5" locale="de-DE"')).page
    expect(inside(page).get_by_label("Tokens staked", exact=True)).to_have_value("1.234,5")
    wait_until_answered(page)
    shown = inside(page).locator(".livecalc-headline output")
    expect(shown).to_have_text(native_text("staking-apy", {"stake": 1234.5}))


def native_text(name: str, inputs: dict[str, Any]) -> str:
    apy = next(iter(native_outputs(name, inputs).values()))
    return f"{apy * 100:.2f}".replace(".", ",") + "\u00a0%"


def look_of(page: Page) -> dict[str, str]:
    found: dict[str, str] = frame_of(page).evaluate(
        """() => {
          const of = (selector) => getComputedStyle(document.querySelector(selector));
          return { scheme: of("live-calculator").colorScheme, root: of(":root").colorScheme,
                   accent: of(".livecalc-headline output").color };
        }"""
    )
    return found


def test_theme_and_accent_change_without_loading_again(open_host: OpenHost) -> None:
    page = open_host(SCRIPT + tag(attributes='theme="dark" accent="#b040ff"')).page
    frame = frame_of(page)
    dark = look_of(page)
    assert (dark["scheme"], dark["root"]) == ("dark", "dark")
    frame.evaluate("window.isStillHere = true")
    page.locator("live-calculator").evaluate("one => one.setAttribute('theme', 'light')")
    frame.wait_for_function("document.documentElement.dataset.theme === 'light'")
    light = look_of(page)
    assert (light["scheme"], light["root"]) == ("light", "light")
    assert light["accent"] != dark["accent"]
    page.locator("live-calculator").evaluate("one => one.setAttribute('accent', '#084')")
    frame.wait_for_function(
        "getComputedStyle(document.querySelector('.livecalc-headline output')).color"
        " === 'rgb(0, 136, 68)' || document.adoptedStyleSheets[0].cssRules.length === 1"
    )
    assert look_of(page)["accent"] not in (light["accent"], dark["accent"])
    assert frame.evaluate("window.isStillHere")


def test_an_accent_that_is_no_colour_changes_nothing(open_host: OpenHost) -> None:
    wrong = 'accent="red} body{display:none"'
    page = open_host(SCRIPT + tag() + tag(attributes=wrong)).page
    accents = [
        frame_of(page, number).evaluate(
            "getComputedStyle(document.querySelector('.livecalc-headline output')).color"
        )
        for number in (0, 1)
    ]
    assert accents[0] == accents[1]


def test_a_calculator_is_as_large_in_a_frame_as_on_the_site(
    open_host: OpenHost, open_visit: OpenVisit
) -> None:
    sizes = """(element) => [...element.querySelectorAll("output, label, input, .livecalc-help")]
      .filter((one) => !one.closest(".livecalc-explore"))
      .map((one) => getComputedStyle(one).fontSize)"""
    embedded = open_host(SCRIPT + tag()).page
    own = open_visit("/calculators/staking-apy/").page
    expected = own.locator("live-calculator").evaluate(sizes)
    assert len(expected) > 10
    assert inside(embedded).locator("live-calculator").evaluate(sizes) == expected


def test_answers_reach_the_page_as_events(open_host: OpenHost) -> None:
    visit = open_host(SCRIPT + tag(attributes='id="first"') + tag("impermanent-loss"))
    inside(visit.page).get_by_label("Tokens staked", exact=True).fill("250")
    wait_until_answered(visit.page)
    visit.page.wait_for_function("visited.changes.length > 0")
    change = visit.changes()[-1]
    assert change["bubbles"] is True
    assert change["name"] == "staking-apy"
    assert change["inputs"]["stake"] == 250
    assert change["outputs"].keys() == native_outputs("staking-apy", {"stake": 250}).keys()
    assert_answers(change, {"stake": 250})


def assert_answers(change: dict[str, Any], inputs: dict[str, Any]) -> None:
    """Every single value is the one that Python gives outside of any browser."""
    expected = native_outputs(change["name"], inputs)
    single = {name: value for name, value in expected.items() if not isinstance(value, list)}
    assert single
    assert {name: change["outputs"][name] for name in single} == pytest.approx(single)


def test_messages_of_others_and_of_other_versions_are_ignored(open_host: OpenHost) -> None:
    stranger = "<iframe id='stranger' src='stranger.html' title='Stranger'></iframe>"
    visit = open_host(SCRIPT + tag() + stranger)
    page = visit.page
    wait_until_it_fits(page)
    height = height_of(page)
    forged = """[
      { livecalc: 1, type: "height", height: 77 },
      { livecalc: 1, type: "change", name: "staking-apy", inputs: {}, outputs: {} },
    ]"""
    handle = page.locator("#stranger").element_handle().content_frame()
    assert handle
    handle.evaluate(f"for (const one of {forged}) parent.postMessage(one, '*')")
    page.evaluate(f"for (const one of {forged}) postMessage(one, '*')")
    frame = frame_of(page)
    frame.evaluate(
        f"for (const one of {forged}) parent.postMessage({{ ...one, livecalc: 2 }}, '*')"
    )
    # The calculator's page listens to the page around it alone: not to itself, nor to a neighbour.
    look = "{ livecalc: 1, type: 'appearance', theme: 'dark', accent: null }"
    frame.evaluate(f"window.postMessage({look}, '*')")
    handle.evaluate(
        f"for (let one = 0; one < parent.length; one++) parent[one].postMessage({look}, '*')"
    )
    # What is sent last arrives last.
    page.locator("live-calculator iframe").evaluate(
        f"(one) => one.contentWindow.postMessage({look.replace('dark', 'light')}, '*')"
    )
    frame.wait_for_function("document.documentElement.dataset.theme !== 'auto'")
    assert frame.evaluate("document.documentElement.dataset.theme") == "light"
    assert height_of(page) == height
    assert visit.changes() == []
    # The stranger's page is missing, which the browser reports.
    visit.problems.clear()


def test_the_page_is_addressed_by_its_origin(open_host: OpenHost) -> None:
    spy = """<script>
      window.heard = [];
      addEventListener("message", ({ data, origin }) => heard.push([data.type, origin]));
    </script>"""
    visit = open_host(spy + SCRIPT + tag())
    wait_until_it_fits(visit.page)
    heard = visit.page.evaluate("heard")
    assert {kind for kind, _ in heard} == {"ready", "height"}
    (origin,) = {origin for _, origin in heard}
    assert origin != visit.origin
    ancestors = frame_of(visit.page).evaluate("[...location.ancestorOrigins]")
    assert ancestors == [visit.origin]


@pytest.mark.parametrize("tier", ["fast", "stock"])
def test_a_calculator_works_in_a_sandbox(tier: str, open_host: OpenHost) -> None:
    plain = (
        '<iframe sandbox="allow-scripts" src="SITE/embed/staking-apy/" title="x" height=900 '
        "width=900></iframe>"
    )
    visit = open_host(SCRIPT + tag(attributes="sandbox") + plain)
    page = visit.page
    if tier == "stock":
        page.route("**/livecalc/fast-*", lambda route: route.abort())
    wait_until_it_fits(page)
    for number in (0, 1):
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        assert frame_of(page, number).evaluate("self.origin") == "null"
        inside(page, number).get_by_label("Tokens staked", exact=True).fill("250")
        wait_until_answered(page, number)
    page.wait_for_function("visited.changes.length > 0")
    assert_answers(visit.changes()[-1], {"stake": 250})
    if tier == "stock":
        visit.problems.clear()


class _ClosedHandler(SimpleHTTPRequestHandler):
    """A server that lets no other origin read its files."""

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@pytest.fixture
def closed_site(site: Path) -> Iterator[str]:
    handler = partial(_ClosedHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_sandbox_that_may_not_read_the_files_says_so(
    open_host: OpenHost, closed_site: str
) -> None:
    visit = open_host((SCRIPT + tag(attributes="sandbox")).replace("SITE", closed_site))
    inside(visit.page).get_by_label("Tokens staked", exact=True).fill("250")
    element = inside(visit.page).locator("live-calculator")
    expect(element).to_have_attribute("state", "error", timeout=LOADING)
    expect(element.locator(".livecalc-status")).to_contain_text("Live calculation is off")
    expect(element).to_have_attribute("stale", "")
    wait_until_it_fits(visit.page)
    visit.problems.clear()


def gzip_size(body: bytes) -> int:
    """Bytes on the way from any host that compresses text."""
    return len(gzip.compress(body))


def test_an_embed_weighs_little_until_it_is_touched(open_host: OpenHost, served: str) -> None:
    visit = open_host(SCRIPT + tag())
    wait_until_it_fits(visit.page)
    visit.page.wait_for_timeout(500)
    asked = [one for one in visit.requests if one.url.startswith(served)]
    plain = [re.sub(r"-[0-9a-f]{10}\.", ".", one.url.removeprefix(served)) for one in asked]
    assert sorted(plain) == [
        "/embed.js",
        "/embed/staking-apy/",
        "/livecalc/embed-page.js",
        "/livecalc/embed.css",
        "/livecalc/livecalc.css",
        "/livecalc/livecalc.js",
    ]
    sizes = [gzip_size(response.body()) for one in asked if (response := one.response())]
    assert len(sizes) == len(asked)
    assert sum(sizes) < 30_000
    inside(visit.page).get_by_label("Tokens staked", exact=True).focus()
    wait_until_answered(visit.page)


def test_an_embed_out_of_sight_is_not_even_loaded(open_host: OpenHost, served: str) -> None:
    far = '<div style="height: 20000px"></div>'
    visit = open_host(SCRIPT + far + tag())
    visit.page.wait_for_timeout(500)
    assert [one.url for one in visit.requests if "/embed/" in one.url] == []
    visit.page.locator("iframe").scroll_into_view_if_needed()
    wait_until_it_fits(visit.page)


def test_nothing_is_kept_and_nobody_else_is_asked(open_host: OpenHost, served: str) -> None:
    visit = open_host(SCRIPT + tag())
    inside(visit.page).get_by_label("Tokens staked", exact=True).fill("250")
    wait_until_answered(visit.page)
    assert visit.page.context.cookies() == []
    kept = frame_of(visit.page).evaluate("localStorage.length + sessionStorage.length")
    assert kept == 0
    own = (served, visit.origin, "blob:", "data:")
    assert [one.url for one in visit.requests if not one.url.startswith(own)] == []


def test_calculators_added_later_work_and_removed_ones_are_let_go(open_host: OpenHost) -> None:
    page = open_host(SCRIPT + '<section id="here"></section>').page
    page.evaluate(
        """site => {
          const element = document.createElement("live-calculator");
          document.querySelector("#here").append(element);
          element.setAttribute("src", `${site}/embed/royalty-income/`);
        }""",
        page.locator("script").get_attribute("src").removesuffix("/embed.js"),  # type: ignore[union-attr]
    )
    wait_until_it_fits(page)
    page.evaluate("""() => {
      window.taken = document.querySelector("live-calculator");
      taken.remove();
    }""")
    page.evaluate("document.querySelector('#here').append(taken)")
    wait_until_it_fits(page)
    assert page.locator("iframe").count() == 1


@pytest.mark.parametrize("first", ["livecalc-*.js", "embed.js"])
def test_both_scripts_run_on_one_page_in_any_order(first: str, open_visit: OpenVisit) -> None:
    visit = open_visit("/404.html")
    later = {"livecalc-*.js": "embed.js", "embed.js": "livecalc-*.js"}[first]
    held: list[Route] = []
    visit.page.route(f"**/{later}", lambda route: held.append(route), times=1)
    address = f"{visit.origin}/calculators/staking-apy/"
    visit.page.goto(address, wait_until="domcontentloaded")
    embed = (
        "document.body.append(Object.assign(document.createElement('script'),{src:'/embed.js'}))"
    )
    visit.page.evaluate(embed)
    visit.page.evaluate("""() => {
      const element = document.createElement("live-calculator");
      element.setAttribute("src", "/embed/impermanent-loss/");
      document.querySelector("article").append(element);
    }""")
    if first == "embed.js":
        visit.page.locator("iframe").wait_for()
    else:
        visit.page.wait_for_function("!!customElements.get('live-calculator')")
    for route in held:
        route.continue_()
    visit.page.locator("iframe").scroll_into_view_if_needed()
    wait_until_it_fits(visit.page)
    own = visit.calculator("staking-apy")
    own.field("Tokens staked").fill("12")
    own.wait_until_answered()
    assert visit.page.locator("iframe").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_embed_page(scheme: str, open_visit: OpenVisit) -> None:
    visit = open_visit("/embed/staking-apy/", reduced_motion="reduce")
    for accent in ("", "#ffff00", "#00ff00", "#b040ff", "#000000", "#ffffff"):
        query = f"?theme={scheme}&accent={accent.replace('#', '%23')}"
        visit.open(f"/embed/staking-apy/{query}")
        # Alone, the page lies on the browser's own ground.
        visit.page.add_script_tag(path=AXE)
        assert _findings(visit.page) == [], accent


def test_axe_finds_nothing_on_a_page_with_embeds(open_host: OpenHost) -> None:
    visit = open_host(SCRIPT + tag() + tag("impermanent-loss"), reduced_motion="reduce")
    wait_until_it_fits(visit.page)
    visit.page.add_script_tag(path=AXE)
    assert _findings(visit.page) == []


def test_an_embed_page_needs_no_script_for_its_answer(open_visit: OpenVisit) -> None:
    page = open_visit("/embed/staking-apy/", java_script_enabled=False).page
    expect(page.locator(".livecalc-headline output")).to_be_visible()
    expect(page.get_by_role("link", name="Web3 Income Playbook")).to_be_visible()


def test_the_page_about_embedding_shows_code_without_script(open_visit: OpenVisit) -> None:
    page = open_visit("/embedding/", java_script_enabled=False).page
    expect(page.get_by_text("embed.js").first).to_be_visible()
    expect(page.get_by_role("link", name="Staking APY calculator").first).to_be_visible()
    sentence = page.locator("noscript p", has_text="With JavaScript, a form stands here")
    expect(sentence).to_be_visible()


def test_the_code_that_the_generator_writes_works(
    open_visit: OpenVisit, open_host: OpenHost
) -> None:
    page = open_visit("/embedding/").page
    generator = page.locator("embed-generator")
    generator.get_by_label("Calculator", exact=True).select_option("staking-apy")
    generator.get_by_label("Theme").select_option("dark")
    generator.get_by_label("Locale").fill("fr-FR")
    generator.get_by_label("Tokens staked").fill("321")
    codes = generator.locator("pre code")
    expect(codes.nth(0)).to_contain_text('stake="321"')
    expect(codes.nth(1)).to_contain_text("stake=321")
    expect(generator.locator("live-calculator iframe")).to_have_count(1)
    tags = codes.nth(0).inner_text(), codes.nth(1).inner_text()
    host = open_host(tags[0] + tags[1]).page
    for number in (0, 1):
        host.locator("iframe").nth(number).scroll_into_view_if_needed()
        field = inside(host, number).get_by_label("Tokens staked", exact=True)
        expect(field).to_have_value("321")
        assert frame_of(host, number).evaluate("document.documentElement.dataset.theme") == "dark"
        expect(inside(host, number).locator("[locale=fr-FR] live-calculator")).to_be_visible()


def test_the_generator_starts_again_after_instant_navigation(open_visit: OpenVisit) -> None:
    page = open_visit("/about/").page
    page.get_by_role("link", name="Calculators on your own page").first.click()
    generator = page.locator("embed-generator")
    expect(generator.get_by_label("Theme")).to_be_visible()
    expect(page.locator("article > div live-calculator iframe").first).to_be_visible()
