"""The time from a typed number to its result."""

from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser, Page

from bench.host import Place
from bench.throttling import slowed

#: Types a number, and tells when its result is in the page.
_TYPE_AND_WAIT = """async ([index, text]) => {
  const element = document.querySelector("live-calculator");
  const input = element.querySelectorAll("input[data-kind]")[index];
  const answered = new Promise((resolve, reject) => {
    element.addEventListener("livecalc:change", () => resolve(performance.now()), {once: true});
    setTimeout(() => reject(new Error(`no result for ${text} in ${input.name}`)), 30_000);
  });
  const started = performance.now();
  input.value = text;
  input.dispatchEvent(new Event("input", {bubbles: true}));
  return (await answered) - started;
}"""


def measure_typing(
    browser: Browser, site: Place, name: str, calls: int, slowness: float = 1
) -> Sequence[float]:
    """Milliseconds from each typed number to its result, on a calculator's page.

    Args:
        browser: Gets a context of its own for it.
        site: The built site.
        name: Public name of the calculator.
        calls: How many numbers to type, into one input after the other.
        slowness: How many times slower than it is the browser shall be.
    """
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.address}/calculators/{name}/")
        page.locator("live-calculator input").first.focus()
        page.wait_for_selector("live-calculator[state=ready]")
        if slowness == 1:
            return list(_type_numbers(page, calls))
        with slowed(browser, slowness):
            return list(_type_numbers(page, calls))


def _type_numbers(page: Page, calls: int) -> Iterator[float]:
    starts: list[str] = page.eval_on_selector_all(
        "live-calculator input[data-kind]", "all => all.map((one) => one.value)"
    )
    for call in range(calls):
        index = call % len(starts)
        yield page.evaluate(_TYPE_AND_WAIT, [index, text_for(starts[index], call // len(starts))])


def text_for(start: str, turn: int) -> str:
    """The same number written otherwise each time: a digit more, or one less.

    Typing what stands there already would be no change, and no calculation.

    >>> text_for("5", 0), text_for("5", 1), text_for("0.5", 0)
    ('5.0', '5', '0.50')
    """
    if turn % 2:
        return start
    return f"{start}{'' if '.' in start else '.'}0"
