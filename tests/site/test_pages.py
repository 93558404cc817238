"""The HTML text of a page: which files it names, and which build it says it is of."""

import base64
import hashlib

import pytest

from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.pages import (
    add_to_head,
    build_element,
    inline_script_hashes,
    use_published_names,
)

NAMES = {
    "livecalc/livecalc.js": "livecalc/livecalc-1a.js",
    "livecalc/livecalc.css": "livecalc/livecalc-2b.css",
    "livecalc/extra.js": "livecalc/extra-3c.js",
}


@pytest.mark.parametrize("base", ["", "../", "../../", "/some/playbook/"])
def test_a_page_names_published_files_from_where_it_stands(base: str) -> None:
    page = f'<script src="{base}livecalc/livecalc.js" async></script>'
    expected = f'<script src="{base}livecalc/livecalc-1a.js" async></script>'
    assert use_published_names(page, "a/", (base, "/other/"), NAMES) == expected


def test_an_address_that_a_script_hands_to_a_function_changes_too() -> None:
    page = '<script>load("livecalc/extra.js")</script>'
    published = use_published_names(page, "a/", ("../",), NAMES)
    assert published == '<script>load("livecalc/extra-3c.js")</script>'


@pytest.mark.parametrize(
    "text",
    [
        "<p>livecalc/livecalc.js</p>",
        '<a href="https://other.example/livecalc/livecalc.js">x</a>',
        '<a href="../old-livecalc/livecalc.js">x</a>',
        "<code>src=../livecalc/livecalc.js</code>",
    ],
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert use_published_names(text, "a/", ("../",), NAMES) == text


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("", "livecalc/livecalc.js and livecalc/livecalc.css"),
        ('<script src="livecalc/livecalc.js"></script>', "livecalc/livecalc.css"),
        ('<link href="livecalc/livecalc.css">', "livecalc/livecalc.js"),
        ('<script src="../livecalc/livecalc.js"></script>', "livecalc/livecalc.js"),
    ],
)
def test_a_calculator_without_its_files_stops_the_build(head: str, missing: str) -> None:
    page = f'{head}<live-calculator name="a"></live-calculator>'
    with pytest.raises(RuntimeBuildError, match=rf"^a/b: .* does not load {missing}"):
        use_published_names(page, "a/b", ("",), NAMES)


def test_a_page_without_a_calculator_needs_nothing() -> None:
    assert use_published_names("<p>Words</p>", "a/", ("",), NAMES) == "<p>Words</p>"


def test_elements_come_before_everything_else_in_the_head() -> None:
    page = "<!doctype html><head><script>1</script></head><body></body>"
    changed = add_to_head(page, "a/", [build_element("1a2b"), "<link>"])
    assert changed == (
        '<!doctype html><head>\n<meta name="livecalc-build" content="1a2b">\n<link>\n'
        "<script>1</script></head><body></body>"
    )


def test_a_page_without_a_head_stops_the_build() -> None:
    with pytest.raises(RuntimeBuildError, match=r"^a\.html: the page has no <head>"):
        add_to_head("<p>Words</p>", "a.html", ["<link>"])


def test_scripts_that_run_are_hashed_as_they_stand() -> None:
    script = "\n  if (1 < 2 && '&amp;') x()\n"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    html = (
        f'<script>{script}</script><script src="a.js"></script><p>text</p>'
        '<script type="application/json">{"a": 1}</script><script type="module" src="b"></script>'
    )
    assert inline_script_hashes(html) == {f"'sha256-{digest}'"}
    assert inline_script_hashes("<p>none</p>") == set()
