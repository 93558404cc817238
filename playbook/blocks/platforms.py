"""Platforms: a card for each, and the table of those of an avenue."""

from typing import Final
from xml.etree.ElementTree import Element

from playbook.blocks.base import AvenueBlock, FactBlock
from playbook.blocks.incidents import in_short
from playbook.citations import cite
from playbook.elements import Child, element, time
from playbook.facts import STATUS_WORDS, Platform


class PlatformBlock(FactBlock):
    """A platform's card: its status and date, what one earns, what it costs, how to leave."""

    NAME = "platform"
    ARGUMENT = "required"

    def check(self) -> None:
        if self.argument and self.argument not in self.facts.platforms:
            raise self.unknown("platforms", self.argument, self.facts.platforms)

    def fill(self, block: Element) -> None:
        platform = self.facts.platforms[self.argument]
        block.set("id", card_id(platform))
        block.append(
            element(
                "p",
                badge(platform),
                " as of ",
                time(platform.status_as_of),
                f". {platform.status_note}",
                *cite(platform.sources),
            )
        )
        rows: list[tuple[str, list[Child]]] = [
            ("What it is", [platform.what]),
            ("How you earn", [platform.earns]),
            ("What it costs", [platform.costs]),
        ]
        if platform.incidents:
            rows.append(("What went wrong", [self._incidents(platform)]))
        if platform.exit:
            rows.append(("How to leave", [platform.exit]))
        if guides := self._guides(platform):
            rows.append(("Guides", guides))
        cells = (
            cell
            for name, children in rows
            for cell in (element("dt", name), element("dd", *children))
        )
        block.append(element("dl", *cells))

    def _incidents(self, platform: Platform) -> Element:
        told = (self.facts.incidents[entry_id] for entry_id in platform.incidents)
        return element("ul", *(element("li", *in_short(one)) for one in told))

    def _guides(self, platform: Platform) -> list[Child]:
        links: list[Child] = []
        for entry_id in platform.avenues:
            if avenue := self.facts.avenues.get(entry_id):
                links += [", "] if links else []
                links.append(self.link(avenue.guide, avenue.name))
        return links


class PlatformsBlock(AvenueBlock):
    """The platforms of an avenue as a table, the most relevant first."""

    NAME = "platforms"

    _COLUMNS: Final = ("Platform", "Status", "As of", "How you earn")

    def fill(self, block: Element) -> None:
        named = self.avenue.platforms
        self.needs("platforms", named)
        others = (
            one.id
            for one in self.facts.platforms.values()
            if self.argument in one.avenues and one.id not in named
        )
        platforms = [self.facts.platforms[entry_id] for entry_id in (*named, *others)]
        head = element("tr", *(element("th", name, scope="col") for name in self._COLUMNS))
        rows = (self._row(one) for one in platforms)
        block.append(element("table", element("thead", head), element("tbody", *rows)))

    def _row(self, platform: Platform) -> Element:
        name = self.link(platform.page, platform.name, anchor=card_id(platform))
        return element(
            "tr",
            element("th", name, scope="row"),
            element("td", badge(platform)),
            element("td", time(platform.status_as_of)),
            element("td", platform.earns),
        )


def badge(platform: Platform) -> Element:
    """The status as words on its colour."""
    return element(
        "span",
        STATUS_WORDS[platform.status],
        class_=f"playbook-status playbook-status--{platform.status}",
    )


def card_id(platform: Platform) -> str:
    """Id of the card on the platform's page."""
    return f"platform-{platform.id}"
