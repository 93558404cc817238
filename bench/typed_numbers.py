"""The time from a typed number to its result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


#: The inputs that take a number, as a `StartValue` is made.
_STARTS = """() => [...document.querySelectorAll("live-calculator input[data-kind]")].map(
  ({value, dataset}) => [
    value,
    Number(dataset.value),
    dataset.type === "int",
    dataset.maximum === undefined ? null : Number(dataset.maximum),
  ])"""


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
    starts = [StartValue(*one) for one in page.evaluate(_STARTS)]
    for call in range(calls):
        index = call % len(starts)
        yield page.evaluate(_TYPE_AND_WAIT, [index, text_for(starts[index], call // len(starts))])


@dataclass(frozen=True, slots=True)
class StartValue:
    """What stands in an input at first.

    Attributes:
        text: As it stands there, with commas in thousands.
        value: As Python takes it; a fraction for percent.
        is_whole: Whether Python takes whole numbers only.
        maximum: The largest value that Python takes; `None` if there is none.
    """

    text: str
    value: float
    is_whole: bool
    maximum: float | None


def text_for(start: StartValue, turn: int) -> str:
    """What to type: another number and the first one by turns, one per cent apart.

    A whole number is only written otherwise, with a decimal or without: one more may be far away.
    Typing what stands there already would be no change, and no calculation.

    >>> apr = StartValue("15.8", 0.158, False, 2)
    >>> text_for(apr, 0), text_for(apr, 1), text_for(StartValue("100", 1, False, 1), 0)
    ('15.958', '15.8', '99')
    >>> text_for(StartValue("1,000", 1000, True, None), 0)
    '1000.0'
    """
    plain = start.text.replace(",", "")
    if turn % 2:
        return plain
    if start.is_whole or start.value == 0:
        return f"{plain}{'' if '.' in plain else '.'}0"
    more = start.maximum is None or start.value * 1.01 <= start.maximum
    return f"{float(plain) * (1.01 if more else 0.99):.10g}"
