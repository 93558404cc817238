"""Terms, claims, checklists, pages, changes."""

from pathlib import Path

import pytest

from playbook.facts import Check
from playbook.loading import FactsError, load_changes
from tests.playbook.entries import Entries, changed, entries, load, problems, write

TERM, CLAIM, CHANGE = "terms/apr", "claims/set-and-forget", "changes/2026-11-20-shop-added"


def test_everything_that_pages_look_up_is_read(tmp_path: Path) -> None:
    facts = load(tmp_path)
    assert facts.terms["apr"].forms == ("annual percentage rate",)
    assert facts.terms["apr"].page == "guides/staking.md"
    assert facts.terms["stake"].page is None
    assert facts.claims["set-and-forget"].found == "The rate is not fixed."
    assert facts.checklists["before-you-sign"].items == (
        Check(check="Is it the page?", why="Copies exist.", how="Type it."),
    )
    assert facts.pages["questions"].rule == "It grows old when a rule changes."
    assert facts.changes["2026-11-20-shop-added"].page == "platforms/chains.md"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (changed(TERM, "meaning", to="x" * 281), "meaning: has 281 characters; say it in at most"),
        (changed(TERM, "group", to="money"), "group: 'money' is no group of terms; write rates, "),
        (changed(TERM, "see", to=["stak"]), "see: there is no file in terms/ called 'stak'; write"),
        (changed(TERM, "page", to="guides/none.md"), "page: there is no page docs/guides/none.md"),
        (changed(CLAIM, "sources", to=[]), "sources: is empty"),
        (changed(CLAIM, "found", to="It is safe."), "found: 'safe' is a promotional word"),
        (changed(CLAIM, "avenues", to=["x"]), "avenues: there is no file in avenues/ called 'x'"),
        (changed("checklists/before-you-sign", "items", to=[]), "items: is no list of rows"),
        (changed("pages/questions", "page", to="none.md"), "page: there is no page docs/none.md"),
        (changed("pages/questions", "rule", to=""), "rule: '' is no text"),
        (changed(CHANGE, "what", to="x" * 201), "what: has 201 characters; say it in at most 200"),
        (
            changed(CHANGE, "date", to="2026-11-19"),
            "date: 2026-11-19 is not the date in the file name; name the file 2026-11-19-….yml",
        ),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, entry: Entries, said: str) -> None:
    (problem,) = problems(tmp_path, entry)
    assert said in problem


def test_changes_can_be_read_alone(tmp_path: Path) -> None:
    content = entries()
    del content["sources/rumour"]["title"]
    data = write(tmp_path, content)
    assert set(load_changes(data, docs=tmp_path / "docs")) == {"2026-11-20-shop-added"}


def test_a_wrong_change_is_refused_when_read_alone(tmp_path: Path) -> None:
    data = write(tmp_path, changed(CHANGE, "what", to=""))
    with pytest.raises(FactsError, match="what: '' is no text"):
        load_changes(data, docs=tmp_path / "docs")
