"""Entries that contradict each other or a page are refused."""

from pathlib import Path

from tests.playbook.entries import changed, entries, problems


def test_two_sources_with_one_address_are_refused(tmp_path: Path) -> None:
    copy = entries()["sources/protocol-paper"] | {"url": "https://example.org/paper/"}
    (problem,) = problems(tmp_path, {"sources/the-paper": copy})
    assert problem == (
        "data/sources/the-paper.yml:1: url: sources/protocol-paper.yml has this address too; "
        "cite protocol-paper and delete this file"
    )


def test_sources_without_an_address_are_not_the_same(tmp_path: Path) -> None:
    assert problems(tmp_path, {"sources/letter": entries()["sources/news-report"]}) == []


def test_a_word_belongs_to_one_term(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, changed("terms/stake", "forms", to=["Apr"]))
    assert "terms/stake.yml:1: forms: 'Apr' is a word of terms/apr.yml too; leave it" in problem


def test_a_platform_that_its_page_does_not_show_is_refused(tmp_path: Path) -> None:
    page = "# Chains\n\n/// platform | example-shop\n///\n"
    (problem,) = problems(tmp_path, {}, {"platforms/chains.md": page})
    assert problem == (
        "data/platforms/example-chain.yml:1: page: docs/platforms/chains.md does not show it; "
        "add `/// platform | example-chain` and `///` there"
    )


def test_terms_that_no_glossary_shows_are_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, {}, {"glossary.md": "# Glossary\n"})
    assert "data/terms:1: docs/glossary.md does not show the terms, and links lead" in problem


def test_a_page_is_reviewed_in_one_place(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, changed("pages/questions", "page", to="guides/staking.md"))
    assert problem == (
        "data/pages/questions.yml:1: page: avenues/staking.yml says when guides/staking.md was "
        "reviewed; delete this file"
    )
