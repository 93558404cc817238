"""Platforms: an end needs two sources and a way out."""

from pathlib import Path

import pytest

from tests.playbook.entries import Entries, changed, entries, load, problems

CHAIN, SHOP = "platforms/example-chain", "platforms/example-shop"


def with_status(status: str, **other: object) -> Entries:
    return {CHAIN: entries()[CHAIN] | {"status": status} | other}


def test_a_platform_says_everything_that_its_card_shows(tmp_path: Path) -> None:
    chain = load(tmp_path).platforms["example-chain"]
    assert (chain.status, str(chain.status_as_of)) == ("active-changed", "2026-09")
    assert (chain.avenues, chain.incidents) == (("staking",), ("vault-drained",))
    assert chain.exit is None


@pytest.mark.parametrize("status", ["closed", "winding-down"])
def test_an_end_needs_two_sources(tmp_path: Path, status: str) -> None:
    entry = with_status(status, exit="Withdraw.")
    (problem,) = problems(tmp_path, entry)
    word = status.replace("-", " ")
    assert problem.endswith(f"sources: one source says '{word}'; add a second, independent one")


def test_two_leads_do_not_prove_an_end(tmp_path: Path) -> None:
    content = with_status("closed", exit="Withdraw.", sources=["rumour", "another"])
    content["sources/another"] = entries()["sources/rumour"] | {"url": "https://example.org/2"}
    (problem,) = problems(tmp_path, content)
    assert "sources: only grade C stands behind 'closed'; add a primary" in problem


@pytest.mark.parametrize("status", ["closed", "winding-down", "migrating"])
def test_who_has_to_leave_is_told_how(tmp_path: Path, status: str) -> None:
    content = with_status(status, sources=["protocol-paper", "news-report"])
    (problem,) = problems(tmp_path, content)
    assert f"exit: is empty although the status is '{status.replace('-', ' ')}'; say" in problem


def test_only_what_was_not_found_may_lack_sources(tmp_path: Path) -> None:
    assert problems(tmp_path, with_status("not-found", sources=[])) == []
    (problem,) = problems(tmp_path, with_status("active", sources=[]))
    assert "sources: is empty; name at least one" in problem


def test_a_platform_may_say_how_to_leave_before_it_must(tmp_path: Path) -> None:
    assert problems(tmp_path, with_status("active", exit="Withdraw any day.")) == []


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (changed(CHAIN, "status", to="alive"), "status: 'alive' is no status; write active,"),
        (changed(CHAIN, "status_as_of", to="2026-12"), "status_as_of: 2026-12 lies in the future"),
        (changed(CHAIN, "page", to="platforms/none.md"), "page: there is no page docs/platforms/"),
        (changed(CHAIN, "avenues", to=["stakng"]), "no file in avenues/ called 'stakng'; write "),
        (changed(CHAIN, "avenues", to=[]), "avenues: is empty"),
        (changed(CHAIN, "costs", to="$5 a month."), "costs: an amount in US dollars has no date"),
        (changed(CHAIN, "earns", to="Guaranteed pay."), "earns: 'Guaranteed' is a promotional"),
        (changed(CHAIN, "exit", to=7), "exit: 7 is no text"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, entry: Entries, said: str) -> None:
    (problem,) = problems(tmp_path, entry)
    assert said in problem
