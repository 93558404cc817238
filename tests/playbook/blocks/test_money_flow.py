"""Who pays whom: a diagram on the page, with the same in words."""

from pathlib import Path

import pytest
from markdown import Markdown

from playbook import flow_diagram
from playbook.page_error import PageError
from tests.playbook.pages import parse


def test_the_diagram_says_in_words_who_pays_whom_in_order(md: Markdown) -> None:
    figure = parse(md.convert("/// money-flow | staking\n///")).find("div/figure")
    diagram = figure.find("div")
    assert diagram.get("role") == "img"
    assert diagram.get("aria-label") == (
        "Who pays whom. Holders to Network: new tokens. Network to Validator: the reward. "
        "Validator to You: your share."
    )
    assert figure.find("figcaption").text == "Staking: who pays whom"


def test_the_page_holds_one_drawing_for_a_wide_column_and_one_for_a_phone(md: Markdown) -> None:
    drawings = parse(md.convert("/// money-flow | staking\n///")).findall("div/figure/div/svg")
    assert [one.get("class") for one in drawings] == ["playbook-flow-wide", "playbook-flow-narrow"]
    assert all(one.get("aria-hidden") == "true" for one in drawings)


def test_what_keeps_it_from_being_drawn_stops_the_build(
    md: Markdown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_diagram, "_GRAPHVIZ", tmp_path / "package.json")
    with pytest.raises(PageError, match="is missing; run scripts/setup build"):
        md.convert("/// money-flow | staking\n///")
