"""Calculators in somebody else's page, in Firefox: their events, their height, their sandbox."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from livecalc.site.preview import serve_folder
from tests.browser.firefox.reading import Document, Tab
from tests.browser.visit import approximately, native_outputs

type OpenHost = Callable[[str], Document]

_HOST = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Somebody's page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>Somebody's page</h1>
{content}
</main></body></html>
"""

_FITS = """(() => {
  const content = document.documentElement.getBoundingClientRect().height;
  return Math.abs(content - innerHeight) < 1
    && document.documentElement.scrollHeight <= innerHeight;
})()"""


@pytest.fixture
def open_host(tab: Tab, served: str, tmp_path: Path) -> Iterator[OpenHost]:
    """Open a page on an origin of its own and give the frame in it; `SITE` is our address."""
    with ExitStack() as stack:

        def open_host(content: str) -> Document:
            text = _HOST.format(content=content.replace("SITE", served))
            (tmp_path / "index.html").write_text(text, encoding="utf-8")
            origin = stack.enter_context(serve_folder(tmp_path))
            assert origin != served
            tab.open(f"{origin}/")
            tab.wait_for("document.querySelector('iframe')")
            tab.read("document.querySelector('iframe').scrollIntoView()")
            (frame,) = tab.frames()
            frame.wait_for("!!document.querySelector('live-calculator')")
            return frame

        yield open_host


def tag(attributes: str = "") -> str:
    return (
        '<script src="SITE/embed.js"></script>'
        f'<live-calculator src="SITE/embed/staking-apy/" {attributes}></live-calculator>'
    )


def assert_the_host_hears(tab: Tab, stake: float) -> None:
    tab.wait_for(f"visited.changes.some(one => one.inputs.stake === {stake})")
    change = tab.changes()[-1]
    assert (change["name"], change["bubbles"]) == ("staking-apy", True)
    expected = native_outputs("staking-apy", {"stake": stake})
    assert change["outputs"] == approximately(expected)


def test_frame_is_as_high_as_its_content_and_follows_it(tab: Tab, open_host: OpenHost) -> None:
    frame = open_host(tag())
    frame.wait_for(_FITS)
    height = tab.read("document.querySelector('iframe').offsetHeight")
    frame.fill("Years", "never")
    frame.calculator("staking-apy").wait_until_refused()
    tab.wait_for(f"document.querySelector('iframe').offsetHeight > {height}")
    frame.wait_for(_FITS)


def test_answer_reaches_the_host_as_an_event(tab: Tab, open_host: OpenHost) -> None:
    frame = open_host(tag('theme="dark"'))
    assert frame.read("document.documentElement.dataset.theme") == "dark"
    frame.fill("Tokens staked", "250")
    assert_the_host_hears(tab, 250)


def test_calculator_works_in_a_sandbox(tab: Tab, open_host: OpenHost) -> None:
    frame = open_host(tag("sandbox"))
    assert frame.read("self.origin") == "null"
    frame.wait_for(_FITS)
    frame.fill("Tokens staked", "250")
    assert_the_host_hears(tab, 250)


def test_plain_frame_that_may_only_run_scripts_answers(tab: Tab, open_host: OpenHost) -> None:
    frame = open_host(
        '<iframe sandbox="allow-scripts" src="SITE/embed/staking-apy/?stake=321" title="x"'
        " width=900 height=900></iframe>"
    )
    assert frame.read("self.origin") == "null"
    calculator = frame.calculator("staking-apy")
    calculator.wait_until_answered()
    expected = native_outputs("staking-apy", {"stake": 321})
    assert calculator.outputs() == approximately(expected)
