"""The last scripts of a page with calculators are brought in by one of ours."""

import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.page_foot import let_scripts_wait

PAGE = (
    '<html><head><script src="early.js"></script></head><body>'
    '<live-calculator name="savings"></live-calculator>'
    '<script id="settings" type="application/json">{}</script>\n'
    '<script src="../theme.js"></script>\n  <script src="../own.js"></script>\n</body></html>'
)
BROUGHT = (
    '<link rel="preload" as="script" href="../theme.js">'
    '<script data-scripts="../theme.js ../own.js">bring()</script></body></html>'
)


def test_the_last_scripts_are_named_in_their_order_and_the_first_is_fetched_ahead() -> None:
    page = let_scripts_wait(PAGE, "bring()\n")
    assert page.endswith(BROUGHT)
    assert page.startswith(PAGE[: PAGE.index('<script src="../theme.js">')])


@pytest.mark.parametrize(
    "last",
    [
        "<script>document$.subscribe(go)</script>",
        '<script src="other.js" defer></script>',
        '<script type="module" src="other.js"></script>',
    ],
)
def test_a_script_of_another_kind_behind_them_leaves_all_as_they_are(last: str) -> None:
    page = PAGE.replace("</body>", f"{last}</body>")
    assert let_scripts_wait(page, "bring()") == page


def test_only_those_behind_a_script_of_another_kind_are_brought_in() -> None:
    page = PAGE.replace("<script src", "<script>go()</script><script src")
    assert '<script src="../theme.js"></script>\n  <script>go()</script>' in let_scripts_wait(
        page, "bring()"
    )


def test_a_page_without_a_calculator_or_without_scripts_stays_as_it_is() -> None:
    for page in (PAGE.replace("live-calculator", "p"), PAGE.replace("<script src", "<i data-src")):
        assert let_scripts_wait(page, "bring()") == page


def test_the_script_cannot_end_its_own_element() -> None:
    with pytest.raises(RuntimeBuildError, match="end its own element"):
        let_scripts_wait(PAGE, '"</script>"')
