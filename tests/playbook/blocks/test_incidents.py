"""Incidents in the order asked for, or all of them."""

from markdown import Markdown

from tests.playbook.pages import SOURCES, parse, text


def test_incidents_are_told_in_the_order_asked_for(md: Markdown) -> None:
    page = parse(md.convert(f"/// incidents | shop-closed vault-drained\n///{SOURCES}"))
    assert [text(one) for one in page.findall("div[@class='playbook-incidents']/ul/li")] == [
        "1 February 2024: Shop closed[1]. The shop closed within a month.",
        "3 November 2025: Vault drained, $100 to 128 million lost[2][3]. "
        "A rounding mistake let somebody empty the vault. At the prices of that day.",
    ]


def test_all_incidents_are_told_by_year_newest_first(md: Markdown) -> None:
    page = parse(md.convert(f"/// incidents\n///{SOURCES}"))
    block = page.find("div[@class='playbook-incidents']")
    assert [text(one) for one in block] == [
        "2025",
        "3 November 2025: Vault drained, $100 to 128 million lost[1][2]. A rounding mistake let "
        "somebody empty the vault. At the prices of that day. Kind: Broken program.",
        "2024",
        "1 February 2024: Shop closed[3]. The shop closed within a month. Kind: Closure.",
    ]
    kinds = [one.get("href") for one in block.findall("ul/li/span/a")]
    assert kinds == ["risks/smart-contract.md", "risks/platform-closure.md"]
