"""How long the tools of a calculator take, beside one call of it in the same page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, Page

from bench.errors import MeasurementError
from bench.host import Place

type Request = Mapping[str, Any]

#: Simulated runs, as many as a page asks for.
RUNS: Final = 10_000

#: Calls for each time that a tool is asked: they are short, and vary more.
_CALLS: Final = 10

#: Asks the page's own Python, and tells how long the answer took.
_ASK: Final = """async (question) => {
  const {client} = customElements.get("live-calculator");
  const started = performance.now();
  const outcome = await client.ask({}, question);
  return [performance.now() - started, outcome];
}"""


@dataclass(frozen=True, slots=True)
class ToolTimes:
    """Milliseconds from a question to its answer in one calculator's page.

    Attributes:
        calls: Single calls with the starting numbers.
        tools: The same of each tool, by its name.
    """

    calls: list[float] = field(default_factory=list)
    tools: dict[str, list[float]] = field(default_factory=dict)


def measure_tools(browser: Browser, site: Place, name: str, rounds: int) -> ToolTimes:
    """Ask a calculator and its tools in turn, in a page of its own.

    Args:
        browser: Gets a context of its own for it.
        site: The built site, with the memory image.
        name: Public name of the calculator.
        rounds: How often each tool is asked.

    Raises:
        MeasurementError: Something had no answer, or Python did not start from its memory image.
    """
    times = ToolTimes()
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.goto(f"{site.address}/calculators/{name}/")
        page.locator("live-calculator input").first.focus()
        page.wait_for_selector("live-calculator[state=ready]")
        # Not timed: a first time is never typical, and the others' questions come from its answer.
        _, sensitivity = _ask(page, name, request={"tool": "sensitivity"})
        requests = requests_after(sensitivity)
        for _ in range(rounds):
            times.calls.extend(_ask(page, name, inputs={})[0] for _ in range(_CALLS))
            for request in requests:
                time, _ = _ask(page, name, request=request)
                times.tools.setdefault(request["tool"], []).append(time)
    if any(one.startswith("stock-") for one in asked):
        raise MeasurementError(f"{name}: Python did not start from its memory image")
    return times


def requests_after(sensitivity: Mapping[str, Any]) -> Sequence[Request]:
    """What each tool is asked: about the inputs that matter most, and a goal that can be reached.

    Args:
        sensitivity: What that tool said of the calculator.

    Raises:
        MeasurementError: No input of the calculator has an effect to ask about.

    Examples:
        >>> up = {"value": 0.055, "output": 0.053}
        >>> said = {"rows": [{"input": "reward_apr", "up": up, "down": None}]}
        >>> [one["tool"] for one in requests_after(said)]
        ['sensitivity', 'goal', 'sweep', 'scenarios', 'simulation']
    """
    moved = [(row["input"], side) for row in sensitivity["rows"] if (side := _answered(row))]
    if not moved:
        raise MeasurementError(f"{sensitivity.get('calculator')}: no input can be moved")
    most, side = moved[0]
    scenarios = [
        {"name": f"scenario {number}", "inputs": {name: one["value"] for name, one in chosen}}
        for number, chosen in enumerate(([], moved[:1], moved[1:2], moved[:2]), 1)
    ]
    two = [{"tool": "map", "x": {"input": most}, "y": {"input": moved[1][0]}}] if moved[1:] else []
    return [
        {"tool": "sensitivity"},
        {"tool": "goal", "input": most, "target": side["output"]},
        {"tool": "sweep", "input": most},
        *two,
        {"tool": "scenarios", "scenarios": scenarios},
        {"tool": "simulation", "runs": RUNS},
    ]


def _answered(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    sides = (side for side in (row["up"], row["down"]) if side and side["output"] is not None)
    return next(sides, None)


def _ask(page: Page, name: str, **question: Any) -> tuple[float, Mapping[str, Any]]:
    time, outcome = page.evaluate(_ASK, {"calculator": name, **question})
    answer: Mapping[str, Any] = outcome.get("answer", {"error": outcome})
    if "error" in answer:
        raise MeasurementError(f"{name}: no answer to {question}: {answer['error']}")
    return time, answer
