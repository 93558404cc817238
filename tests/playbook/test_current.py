"""Facts are read again when a file has changed, and only then."""

from pathlib import Path

import pytest

from playbook import current
from playbook.facts import Facts
from playbook.loading import FactsError
from tests.playbook.entries import TODAY, Entries, entries, write
from tests.playbook.pages import SOURCES, converter


def facts(folder: Path, content: Entries) -> Facts:
    data = write(folder, content)
    return current.current_facts(data, folder / "docs", {"staking-apy"}, TODAY)


@pytest.fixture(autouse=True)
def nothing_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "SETTLED_FOR", 0.0)


def test_an_edited_fact_shows_in_the_next_page(tmp_path: Path) -> None:
    content = entries()
    source = "[[figure: reward-rate]]" + SOURCES
    assert "2.7" in converter(tmp_path, content).convert(source)
    content["figures/reward-rate"]["value"] = 0.0312
    assert "3.12" in converter(tmp_path, content).convert(source)


def test_an_added_and_a_removed_entry_are_noticed(tmp_path: Path) -> None:
    content = entries()
    before = facts(tmp_path, content)
    content["sources/another"] = content["sources/rumour"] | {"url": "https://example.org/b"}
    assert set(facts(tmp_path, content).sources) - set(before.sources) == {"another"}
    (tmp_path / "data/sources/another.yml").unlink()
    del content["sources/another"]
    assert set(facts(tmp_path, content).sources) == set(before.sources)


def test_a_page_that_no_longer_shows_a_card_is_noticed(tmp_path: Path) -> None:
    data = write(tmp_path, entries())
    docs = tmp_path / "docs"
    current.current_facts(data, docs, {"staking-apy"}, TODAY)
    (docs / "platforms/chains.md").write_text("# Chains\n", encoding="utf-8")
    with pytest.raises(FactsError, match=r"docs/platforms/chains\.md does not show it"):
        current.current_facts(data, docs, {"staking-apy"}, TODAY)


def test_unchanged_files_are_not_read_again(tmp_path: Path) -> None:
    data = write(tmp_path, entries())
    docs = tmp_path / "docs"
    first = current.current_facts(data, docs, {"staking-apy"}, TODAY)
    assert current.current_facts(data, docs, {"staking-apy"}, TODAY) is first


def test_within_a_build_the_files_are_looked_at_only_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "SETTLED_FOR", 3_600.0)
    content = entries()
    first = facts(tmp_path, content)
    del content["sources/rumour"]["title"]
    assert facts(tmp_path, content) is first
