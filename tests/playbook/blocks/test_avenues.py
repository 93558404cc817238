"""Avenues in short: cards in the order asked for."""

import pytest
from markdown import Markdown

from playbook.page_error import PageError
from tests.playbook.pages import parse, text


def test_a_card_names_payer_and_worst_case_and_leads_to_the_guide(md: Markdown) -> None:
    (card,) = parse(md.convert("/// avenues | staking\n///")).findall("div/ul/li")
    assert card.find("p/strong/a").get("href") == "guides/staking.md"
    _, summary, payer, worst = (text(one) for one in card.findall("p"))
    assert summary
    assert payer.startswith("Who pays: ")
    assert worst.startswith("Worst case: ")


def test_cards_stand_in_the_order_asked_for(md: Markdown) -> None:
    page = parse(md.convert("/// avenues | staking staking\n///"))
    assert len(page.findall("div/ul/li")) == 2


def test_an_avenue_that_does_not_exist_stops_the_build(md: Markdown) -> None:
    with pytest.raises(PageError, match="there is no 'steaking' in data/avenues; write staking"):
        md.convert("/// avenues | steaking\n///")
