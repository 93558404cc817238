"""The script that starts Python early stands first in pages with calculators, and in no other."""

import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.page_head import start_early

PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>x</title></head>'
    '<body><live-calculator name="savings"></live-calculator></body></html>'
)


def test_script_stands_before_everything_that_is_fetched() -> None:
    page = start_early(PAGE, script="go();\n", folder="../livecalc/", address="embed")
    assert (
        '<meta charset="utf-8"><script data-folder="../livecalc/" data-address="embed">'
        "go();</script><title>" in page
    )
    assert len(page) == len(PAGE) + len(
        '<script data-folder="../livecalc/" data-address="embed">go();</script>'
    )


def test_page_without_calculator_stays_as_it_is() -> None:
    page = PAGE.replace("live-calculator", "p")
    assert start_early(page, script="go()", folder="livecalc/", address="page") == page


def test_page_that_begins_otherwise_stops_the_build() -> None:
    page = PAGE.replace("utf-8", "latin-1")
    with pytest.raises(RuntimeBuildError, match="does not begin with"):
        start_early(page, script="go()", folder="livecalc/", address="page")


def test_script_cannot_end_its_own_element() -> None:
    with pytest.raises(RuntimeBuildError, match="does not begin with"):
        start_early(PAGE, script='"</script>"', folder="livecalc/", address="page")
