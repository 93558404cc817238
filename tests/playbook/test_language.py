"""Promises, American spellings and undated dollars are refused; ordinary uses are not."""

import pytest

from playbook.language import is_american, lacks_date, objections_in_page, promises


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It is safe.", "safe"),
        ("Your tokens are safely held.", "safely"),
        ("Guaranteed returns", "Guaranteed"),
        ("a risk-free rate", "risk-free"),
        ("This is easy money", "easy money"),
        ("a revolutionary protocol", "revolutionary"),
        ("Unlock your income", "Unlock your"),
        ("the best way to earn", "best way"),
        ("a game-changer", "game-changer"),
    ],
)
def test_a_promise_is_refused_and_named(text: str, word: str) -> None:
    objection = promises(text)
    assert objection is not None
    assert objection.reason == f"'{word}' is a promotional word"


@pytest.mark.parametrize(
    "text",
    [
        "An unsafe contract is no safer with an audit.",
        "The vault was a Safe with three signers.",
        "Read the safe harbour of the programme.",
        "Deposit guarantees have a limit.",
        "The tokens unlock over four years.",
        "The best offer may be the only one.",
        "It was called “risk-free”, and the ‘safe’ pool emptied.",
        'Its site said "guaranteed".',
    ],
)
def test_ordinary_and_quoted_words_pass(text: str) -> None:
    assert promises(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a decentralized network", "decentralized"),
        ("two favorites", "favorites"),
        ("it analyzes the chain", "analyzes"),
        ("tokenizing a house", "tokenizing"),
    ],
)
def test_american_spelling_is_refused_and_named(text: str, word: str) -> None:
    objection = is_american(text)
    assert objection is not None
    assert objection.reason == f"'{word}' is American spelling"


@pytest.mark.parametrize(
    "text",
    [
        "The organisation honours decentralised colours.",
        "The size of the prize",
        "The Center for Internet Law",
        "Its site said “tokenized”.",
    ],
)
def test_british_spelling_names_and_quotations_pass(text: str) -> None:
    assert is_american(text) is None


def test_american_spelling_in_a_page_is_found_with_its_line() -> None:
    ((number, objection),) = objections_in_page(["A fine line.", "A gray one.", "`color: gray`"])
    assert (number, objection.reason) == (2, "'gray' is American spelling")


@pytest.mark.parametrize(
    "text", ["It costs $5 a month.", "USD 20 a year", "about 30 dollars", "up to US$40"]
)
def test_dollars_need_a_date(text: str) -> None:
    assert lacks_date(text) is not None


@pytest.mark.parametrize(
    "text", ["$5 in May 2026", "for example $5", "Suppose you lend $100.", "a peg of one dollar"]
)
def test_dollars_with_a_year_or_as_an_example_pass(text: str) -> None:
    assert lacks_date(text) is None


def test_only_the_prose_of_a_page_counts() -> None:
    page = [
        "Not `safe` code, [a link](safe.md) or [[source: risk-free]].",
        "```",
        "safe",
        "```",
        "This is safe.",
    ]
    assert [number for number, _ in objections_in_page(page)] == [5]
