"""What newcomers type into the search leads them to the page that answers it."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenVisit
from tests.browser.visit import Visit, visiting

pytestmark = pytest.mark.xdist_group("browser-search")

#: How far down somebody looks.
SEEN: Final = 3

#: What people type, as they type it, and the pages that answer it.
ANSWERED_BY: Final = {
    "how do i start": {"learn/start"},
    "what is a wallet": {"learn/start", "glossary", "risks/security"},
    "how much does staking pay": {"guides/staking"},
    "is staking safe": {"guides/staking"},
    "ethereum staking 32 eth": {"guides/staking", "calculators/ethereum-staking"},
    "what is slashing": {"guides/staking", "calculators/slashing-risk", "glossary"},
    "eigenlayer restaking": {"guides/restaking"},
    "aave interest rate": {"guides/lending", "calculators/lending-rates"},
    "loan liquidated": {
        "guides/lending",
        "risks/liquidation-leverage",
        "calculators/health-factor",
    },
    "apy vs apr": {"calculators/apr-apy", "learn/faq", "glossary"},
    "what is impermanent loss": {
        "guides/liquidity-provision",
        "calculators/impermanent-loss",
        "glossary",
    },
    "yield farming risk": {"guides/yield-farming"},
    "do I pay tax on airdrops": {"risks/rules-and-tax", "guides/token-incentives", "learn/faq"},
    "airdrop worth it": {"guides/token-incentives", "calculators/airdrop-value"},
    "token unlock price drop": {"calculators/token-dilution"},
    "what is a stablecoin": {"glossary", "learn/faq", "risks/depeg"},
    "usdc depeg": {"risks/depeg"},
    "sell my data": {"guides/selling-data"},
    "storj earnings": {
        "guides/storage-bandwidth",
        "platforms/storage-and-compute",
        "calculators/storage-node",
    },
    "rent out my gpu": {"guides/compute-hardware", "calculators/gpu-provider"},
    "helium hotspot": {
        "guides/compute-hardware",
        "platforms/storage-and-compute",
        "calculators/depin-payback",
    },
    "bittensor mining": {"guides/machine-learning", "calculators/subnet-mining"},
    "nft royalties": {"guides/nft-royalties"},
    "how to sell an nft": {"guides/nft-trading", "guides/nft-royalties"},
    "rent nft": {"guides/nft-renting"},
    "bitcoin nft": {"guides/ordinals", "platforms/bitcoin-inscriptions"},
    "opensea closed?": {"platforms/nft-markets"},
    "axie money": {"guides/play-to-earn", "platforms/games-and-worlds"},
    "decentraland land price": {"guides/virtual-land", "platforms/games-and-worlds"},
    "make money roblox": {"guides/virtual-goods"},
    "mirror.xyz": {"platforms/work-and-publishing"},
    "patreon or substack": {"guides/creator-economy"},
    "bug bounty pay": {"guides/bug-bounties", "calculators/bug-bounty"},
    "dao job": {"guides/dao-work"},
    "get paid to vote": {"guides/governance"},
    "is my ledger enough": {"risks/security", "learn/faq"},
    "lost seed phrase": {"risks/security", "learn/faq"},
    "my wallet was drained": {"risks/security", "learn/faq", "risks/phishing-social"},
    "rug pull": {"risks/scams", "risks/counterparty-fraud", "glossary"},
    "is this a scam": {"risks/scams"},
    "report a scam": {"risks/scams"},
    "fake email from metamask": {"risks/phishing-social", "risks/scams", "risks/security"},
    "bridge hack": {"risks/bridge-oracle", "risks/incidents"},
    "celsius bankrupt": {"risks/incidents", "risks/platform-closure", "risks/counterparty-fraud"},
    "gas too high": {"risks/congestion-and-layer-2", "calculators/gas-costs"},
    "how do i get my money out": {"risks/liquidity-lockup", "decide/checklists"},
    "passive income": {"risks/diversification", "learn/faq"},
    "can I lose more than I put in": {"learn/faq"},
    "which one suits me": {"decide/fit"},
    "compare all": {"decide"},
    "use it without internet": {"offline"},
}


@pytest.fixture(scope="module")
def visit(browser: Browser, served: str) -> Iterator[Visit]:
    """The home page with the search open."""
    with visiting(browser, served, viewport={"width": 1280, "height": 900}) as visit:
        visit.open("/").get_by_role("textbox", name="Search").click()
        yield visit
        assert visit.problems == []


def _pages_found(visit: Visit, typed: str) -> list[str]:
    """The pages that the dialogue lists for what is typed, the first first."""
    field = visit.page.get_by_role("textbox", name="Search")
    meta = visit.page.locator(".md-search-result__meta")
    # The theme looks at the field whenever a key comes up.
    field.fill("")
    field.press("End")
    expect(meta).to_have_text("Type to start searching")
    field.fill(typed)
    field.press("End")
    expect(meta).to_contain_text("matching document")
    found: list[str] = visit.page.locator(".md-search-result__item").evaluate_all(
        "items => items.map((item) => item.querySelector('a').href)"
    )
    return [urlsplit(one).path.strip("/") for one in found]


def test_the_index_is_fetched_when_somebody_reaches_for_the_search(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit("/guides/staking/")
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    visit.page.reload(wait_until="networkidle")
    assert [one for one in asked if "bundle" in one], "the theme runs"
    assert [one for one in asked if one.endswith("search_index.json")] == []
    with visit.page.expect_request("**/search/search_index.json"):
        visit.page.keyboard.press("/")
    assert "guides/staking" in _pages_found(visit, "how much does staking pay")


@pytest.mark.parametrize("typed", ANSWERED_BY)
def test_search_leads_newcomers_to_the_answer(typed: str, visit: Visit) -> None:
    assert ANSWERED_BY[typed] & set(_pages_found(visit, typed)[:SEEN])


def test_words_found_are_marked_on_the_page_and_small_words_are_not(open_visit: OpenVisit) -> None:
    visit = open_visit("/", viewport={"width": 1280, "height": 900})
    _pages_found(visit, "how much does staking pay")
    visit.page.locator('.md-search-result__link[href*="guides/staking/?h="]').first.click()
    marks = visit.page.locator(".md-content mark")
    expect(marks.first).to_be_visible()
    assert {one.strip().lower() for one in marks.all_text_contents()} <= {"staking", "pay", "pays"}
