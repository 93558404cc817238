"""Diagrams of who pays whom: laid out once, without colours, with the same in words."""

from pathlib import Path
from typing import Final

import pytest

from playbook import flow_diagram
from playbook.facts import Payment
from playbook.flow_diagram import DiagramError, draw_flow, flow_in_words
from tests.built_site import ROOT

POOL: Final = (
    Payment(payer="Traders", payee="Pool", what="a fee on each swap"),
    Payment(payer="Pool", payee="You", what="your share of the fees, while others do not add more"),
)
STAKE: Final = (Payment(payer="Network", payee="You", what="new tokens"),)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(flow_diagram, "_KEPT", tmp_path / "diagrams")
    return tmp_path / "diagrams"


def texts(payments: tuple[Payment, ...]) -> list[list[str]]:
    return [[one.text or "" for one in svg.iter("text")] for svg in draw_flow(payments)]


def test_every_party_and_every_payment_is_in_both_drawings() -> None:
    for written in texts(POOL):
        assert {"Traders", "Pool", "You"} <= set(written)
        assert "a fee on each swap" in " ".join(" ".join(written).split())


def test_a_long_label_breaks_into_lines() -> None:
    for written in texts(POOL):
        assert max(map(len, written)) <= 22


def test_one_drawing_goes_across_and_one_down() -> None:
    wide, narrow = draw_flow(POOL)
    assert wide.get("class") == "playbook-flow-wide"
    assert narrow.get("class") == "playbook-flow-narrow"
    assert int(wide.attrib["width"]) > int(wide.attrib["height"])
    assert int(narrow.attrib["height"]) > int(narrow.attrib["width"])


def test_the_reader_stands_out() -> None:
    for svg in draw_flow(STAKE):
        marked = [one for one in svg.iter("g") if "you" in one.get("class", "").split()]
        assert [text.text for one in marked for text in one.iter("text")] == ["You"]


def test_colours_and_fonts_are_left_to_the_style_sheet() -> None:
    for svg in draw_flow(POOL):
        named = {name for one in svg.iter() for name in one.attrib}
        assert named.isdisjoint({"fill", "stroke", "font-family", "font-size"})


def test_no_hover_text_or_id_is_left_of_the_layout() -> None:
    for svg in draw_flow(POOL):
        assert not list(svg.iter("title"))
        assert not [one for one in svg.iter() if "id" in one.attrib]


def test_what_was_drawn_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = texts(POOL)
    monkeypatch.setenv("PATH", "")
    assert texts(POOL) == drawn


def test_further_diagrams_are_drawn_in_the_same_go(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_flow(POOL, ahead=[STAKE, ()])
    monkeypatch.setenv("PATH", "")
    assert texts(STAKE)


def test_missing_node_is_named_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DiagramError, match="need Node; run scripts/setup build"):
        draw_flow(POOL)


def test_missing_graphviz_is_named_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_diagram, "_GRAPHVIZ", tmp_path / "package.json")
    with pytest.raises(DiagramError, match="is missing; run scripts/setup build"):
        draw_flow(POOL)


def test_a_refused_diagram_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "refuses.mjs"
    script.write_text("console.error('no such layout'); process.exit(1)", encoding="utf-8")
    monkeypatch.setattr(flow_diagram, "_SCRIPT", script)
    with pytest.raises(DiagramError, match="no such layout"):
        draw_flow(POOL)


def test_the_words_say_every_payment() -> None:
    assert flow_in_words(STAKE) == "Who pays whom. Network to You: new tokens."
