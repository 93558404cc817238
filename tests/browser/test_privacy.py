"""Nothing comes from elsewhere, and nothing is kept."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import OpenVisit
from tests.browser.pages import PARTS, part_of_pages

#: Material keeps the chosen colours, which tabs were chosen, and its index for the search.
KEPT_BY_MATERIAL = ("__palette", "__tabs", "__search")


@pytest.mark.parametrize("part", PARTS)
def test_visit_of_every_page_asks_no_other_origin_and_keeps_nothing(
    part: int, open_visit: OpenVisit, site: Path
) -> None:
    visit = open_visit()
    for path in part_of_pages(site, part):
        visit.open(path)
        for element in visit.page.locator("live-calculator").all():
            element.scroll_into_view_if_needed()
    visit.open("/calculators/staking-apy/")
    calculator = visit.calculator("staking-apy")
    calculator.field("Tokens staked").fill("12")
    calculator.wait_until_answered()
    assert visit.runtime_requests()
    asked = {urlsplit(one.url)._replace(path="", query="", fragment="") for one in visit.requests}
    assert {one.geturl() for one in asked if one.scheme not in ("data", "blob")} == {visit.origin}
    assert visit.page.context.cookies() == []
    kept = visit.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [one for one in kept if not one.endswith(KEPT_BY_MATERIAL)] == []
