"""Python is loaded when somebody wants it, once for the page, and let go with the element."""

import re
from collections import Counter
from fnmatch import fnmatch

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenVisit
from tests.browser.runtime_files import FAST, STOCK, blocked
from tests.browser.visit import LOADING

PATH = "/calculators/staking-apy/"

#: What the theme's script says of the page as soon as it runs.
JS = re.compile(r"\bjs$")
FETCHED_THEME = """
performance.getEntriesByType("resource").filter((one) => one.name.includes("/bundle.")).length
"""


def test_page_is_quiet_until_its_calculator_is_touched_and_then_asks_for_each_file_once(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(PATH)
    # Nothing can be waited for here but time itself.
    visit.page.wait_for_timeout(1000)
    assert visit.runtime_requests() == []
    calculator = visit.calculator("staking-apy")
    calculator.expect_state("static", stale=False)
    calculator.field("Tokens staked").focus()
    calculator.wait_until_answered()
    asked = visit.runtime_requests()
    for pattern in ("fast-*.image", "fast-*.wasm", "worker-*.js"):
        assert [fnmatch(name, pattern) for name in asked].count(True) == 1
    assert len(asked) == 3


def test_stock_python_asks_for_each_of_its_files_once(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH)
    visit.block_fast_start()
    calculator = visit.calculator("staking-apy")
    calculator.field("Tokens staked").focus()
    calculator.wait_until_answered()
    asked = Counter(visit.runtime_requests())
    # Beside the three above: the second tier's script, script and wasm of Pyodide, standard
    # library, lock file and two wheels.
    assert len(asked) == 3 + 7
    assert set(asked.values()) == {1}


@pytest.mark.parametrize(
    ("query", "opened"),
    [("?savings.years=5", ["loading"]), ("?from=friend&v=1.5&years=5", []), ("", [])],
)
def test_link_with_inputs_brings_python_before_the_page_is_parsed_and_no_other_link_does(
    query: str, opened: list[str], open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    visit.page.add_init_script("""
        const Plain = Worker;
        visited.opened = [];
        globalThis.Worker = class extends Plain {
          constructor(...all) {
            super(...all);
            visited.opened.push(document.readyState);
          }
        };
    """)
    visit.open(f"/early-savings.html{query}")
    assert visit.page.evaluate("visited.opened") == opened
    if opened:
        calculator = visit.calculator("savings")
        calculator.wait_until_answered()
        assert calculator.outputs()["balance"] == pytest.approx(1000 * 1.041**5)


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)], ids=["phone", "desktop"])
def test_reader_sees_that_python_loads_and_when_it_cannot(
    size: tuple[int, int], open_visit: OpenVisit
) -> None:
    visit = open_visit(PATH, viewport={"width": size[0], "height": size[1]})
    held: list[Route] = []
    visit.page.context.route(FAST["wasm"], lambda route: held.append(route))
    visit.spoil(STOCK["script"], blocked)
    calculator = visit.calculator("staking-apy")
    calculator.field("Years").fill("5")
    expect(calculator.element.get_by_role("progressbar")).to_be_in_viewport()
    expect(calculator.status).to_contain_text("Loading Python")
    expect(calculator.status).to_be_in_viewport()
    visit.page.wait_for_function("document.querySelector('progress').value > 0.1")
    (route,) = held
    route.abort()
    calculator.expect_state("error", stale=True)
    expect(calculator.status).to_contain_text("Live calculation is off")
    expect(calculator.status).to_be_in_viewport()
    expect(calculator.button("Try again")).to_be_in_viewport()
    visit.problems.clear()


def test_page_left_open_becomes_live_by_itself(open_visit: OpenVisit) -> None:
    calculator = open_visit(PATH).calculator("staking-apy")
    calculator.wait_until_answered()


def test_reader_who_saves_data_is_asked_first(open_visit: OpenVisit) -> None:
    visit = open_visit(PATH)
    visit.page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    visit.page.reload()
    visit.requests.clear()
    calculator = visit.calculator("staking-apy")
    # Longer than the two seconds after which others become live.
    visit.page.wait_for_timeout(3500)
    assert visit.runtime_requests() == []
    calculator.field("Tokens staked").focus()
    calculator.wait_until_answered()


def test_inputs_that_change_untouched_are_computed_once(
    open_visit: OpenVisit, small_site: str
) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").evaluate("""field => {
        field.value = "2000";
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    calculator.wait_until_answered()
    calculator.element.hover()
    calculator.field("Deposit").fill("3")
    calculator.wait_until_answered()
    assert [one["inputs"]["deposit"] for one in visit.changes()] == [2000, 3]


def test_calculators_of_a_page_share_one_python(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/together.html", origin=small_site)
    first, second = visit.calculator("savings"), visit.calculator("savings-2")
    trouble = visit.calculator("trouble")
    first.field("Deposit").fill("100")
    second.field("Deposit").fill("200")
    trouble.field("Number").fill("7")
    for calculator in (first, second, trouble):
        calculator.wait_until_answered()
    assert first.outputs()["balance"] == pytest.approx(100 * 1.041**3)
    assert second.outputs()["balance"] == pytest.approx(200 * 1.041**3)
    assert trouble.outputs() == {"doubled": 14}
    assert len(visit.pythons()) == 1
    assert set(Counter(visit.runtime_requests()).values()) == {1}


def test_every_kind_of_input_and_output_works(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    calculator.field("Interest APR").fill("0")
    calculator.field("Years").fill("1")
    calculator.field("Compounded").select_option("no")
    calculator.field("Paid").select_option("<i>monthly</i>")
    calculator.wait_until_answered()
    outputs = calculator.outputs()
    assert outputs["doubling_years"] is None
    assert outputs["grows"] is False
    expect(calculator.output("doubling_years")).to_have_text("none")
    expect(calculator.output("grows")).to_have_text("no")
    expect(calculator.output("verdict")).to_have_text("poor")
    assert outputs["by_year"][1]["note"] == '<1>, "so called"'
    assert visit.changes()[-1]["inputs"]["compounded"] is False


def test_element_that_left_the_page_is_let_go(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/together.html", origin=small_site)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").fill("100")
    calculator.wait_until_answered()
    visit.page.evaluate("""() => {
        const element = document.querySelector("live-calculator");
        visited.removed = new WeakRef(element);
        visited.changes = [];
        element.remove();
    }""")
    devtools = visit.page.context.new_cdp_session(visit.page)
    # Another one keeps the client busy, which must have forgotten the first.
    visit.calculator("savings-2").field("Deposit").fill("1")
    visit.calculator("savings-2").wait_until_answered()
    for _ in range(10):
        devtools.send("HeapProfiler.collectGarbage")
        if visit.page.evaluate("visited.removed.deref() === undefined"):
            break
    assert visit.page.evaluate("visited.removed.deref() === undefined")


def test_element_that_is_moved_goes_on(open_visit: OpenVisit, small_site: str) -> None:
    visit = open_visit("/savings.html", origin=small_site)
    calculator = visit.calculator("savings")
    calculator.field("Deposit").fill("100")
    visit.page.evaluate("""() => {
        const aside = document.createElement("aside");
        document.body.append(aside);
        aside.append(document.querySelector("live-calculator"));
    }""")
    calculator.wait_until_answered()
    calculator.field("Deposit").fill("200")
    calculator.wait_until_answered()
    assert calculator.outputs()["balance"] == pytest.approx(200 * 1.041**3)
    assert [one["inputs"]["deposit"] for one in visit.changes()][-1] == 200
    expect(calculator.element).to_have_attribute("state", "ready", timeout=LOADING)


def test_scripts_of_the_theme_wait_for_the_answer_to_a_link_and_then_work(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(PATH)
    visit.page.add_init_script("""
        const themeRuns = () => document.documentElement.classList.contains("js");
        addEventListener("livecalc:change", () => { visited.themeRan ??= themeRuns(); });
    """)
    visit.open(f"{PATH}?staking-apy.stake=123")
    visit.calculator("staking-apy").wait_until_answered()
    assert visit.page.evaluate("visited.themeRan") is False
    expect(visit.page.locator("html")).to_have_class(JS)
    # The theme hears late that the page has been read, and then swaps pages by itself.
    visit.page.evaluate("visited.once = true")
    visit.page.get_by_role("link", name="Previous: Real yield").click()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Real yield")
    assert visit.page.evaluate("visited.once"), "the page was loaded anew"
    assert visit.page.evaluate(FETCHED_THEME) == 1


@pytest.mark.parametrize("reader", ["presses a key", "waits"])
def test_scripts_of_the_theme_wait_no_longer_than_the_reader(
    reader: str, open_visit: OpenVisit
) -> None:
    visit = open_visit(PATH)
    visit.spoil(FAST["image"], blocked)
    visit.spoil(STOCK["asm"], blocked)
    visit.open(f"{PATH}?staking-apy.stake=123")
    if reader == "presses a key":
        visit.page.keyboard.press("Tab")
    expect(visit.page.locator("html")).to_have_class(JS)


def test_scripts_of_the_theme_run_in_their_order_at_once_where_nothing_is_asked(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(PATH)
    expect(visit.page.locator("html")).to_have_class(JS)
    brought = visit.page.eval_on_selector_all(
        "body > script[src]", "all => all.map(one => one.src.split('/').at(-1))"
    )
    named = visit.page.locator("script[data-scripts]").get_attribute("data-scripts") or ""
    assert brought == [one.rpartition("/")[2] for one in named.split(" ")]
    assert brought[0].startswith("bundle")
