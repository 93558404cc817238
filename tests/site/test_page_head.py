"""What starts Python stands first in pages with calculators, and in no others."""

import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.page_head import start_early

SCRIPT = "../livecalc/livecalc-1a2b.js"
PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>x</title>'
    '<link rel="stylesheet" href="theme.css"></head>'
    '<body><live-calculator name="savings"></live-calculator><script src="theme.js"></script>'
    f'<script src="{SCRIPT}" async></script></body></html>'
)


@pytest.mark.parametrize("address", ["page", "embed"])
def test_both_scripts_stand_before_everything_that_is_fetched(address: str) -> None:
    page = start_early(PAGE, start="go();\n", script=SCRIPT, address=address)  # type: ignore[arg-type]
    assert (
        f'<meta charset="utf-8"><script data-folder="../livecalc/" data-address="{address}">'
        f'go();</script><script src="{SCRIPT}" async fetchpriority="high"></script><title>' in page
    )
    assert page.count(SCRIPT) == 1


@pytest.mark.parametrize("attributes", ["", " defer", ' async=""', ' async defer="defer"'])
def test_script_is_found_however_the_engine_writes_its_attributes(attributes: str) -> None:
    page = start_early(PAGE.replace(" async", attributes), start="go()", script=SCRIPT)
    assert page.count(SCRIPT) == 1
    assert '<script src="theme.js"></script></body>' in page


def test_page_without_calculator_stays_as_it_is() -> None:
    page = PAGE.replace("live-calculator", "p")
    assert start_early(page, start="go()", script=SCRIPT) == page


@pytest.mark.parametrize(
    ("part", "other", "message"),
    [("head>", "top>", "no <head>"), ("livecalc-1a2b.js", "other.js", "does not load")],
)
def test_page_of_another_shape_stops_the_build(part: str, other: str, message: str) -> None:
    with pytest.raises(RuntimeBuildError, match=message):
        start_early(PAGE.replace(part, other), start="go()", script=SCRIPT)


@pytest.mark.parametrize("charset", ["", '<meta charset="UTF-8" />', "<meta charset=utf-8>"])
def test_page_may_say_its_encoding_in_its_own_way(charset: str) -> None:
    page = start_early(PAGE.replace('<meta charset="utf-8">', charset), start="go()", script=SCRIPT)
    assert f"<head>{charset}<script data-folder" in page


def test_start_cannot_end_its_own_element() -> None:
    with pytest.raises(RuntimeBuildError, match="end its own element"):
        start_early(PAGE, start='"</script>"', script=SCRIPT)
