"""Platforms: a card for each, and tables of them."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.blocks.incidents import in_short
from playbook.citations import cite
from playbook.elements import Child, element, row, table, time
from playbook.facts import STATUS_WORDS, Platform


class PlatformBlock(FactBlock):
    """A platform's card: its status and date, what one earns, what it costs, how to leave."""

    NAME = "platform"
    ARGUMENT = "required"

    def check(self) -> None:
        if self.argument not in self.facts.platforms:
            raise self.unknown("platforms", self.argument, self.facts.platforms)

    def fill(self, block: Element) -> None:
        platform = self.facts.platforms[self.argument]
        block.set("id", card_id(platform))
        block.set("class", f"playbook-platform playbook-platform--{platform.status}")
        block.append(
            element(
                "p",
                badge(platform),
                " ",
                element("span", "as of ", time(platform.status_as_of), class_="playbook-as-of"),
                class_="playbook-card-head",
            )
        )
        block.append(element("p", platform.status_note, *cite(platform.sources)))
        rows: list[tuple[str, list[Child]]] = [
            ("What it is", [platform.what]),
            ("How you earn", [platform.earns]),
            ("What it costs", [platform.costs]),
        ]
        if platform.incidents:
            rows.append(("What went wrong", [self._incidents(platform)]))
        if platform.exit:
            rows.append(("How to leave", [platform.exit]))
        rows.append(("Guides", self._guides(platform)))
        cells = (
            cell
            for name, children in rows
            for cell in (element("dt", name), element("dd", *children))
        )
        block.append(element("dl", *cells))
        block.append(
            element("p", "Reviewed ", time(platform.reviewed), ".", class_="playbook-card-foot")
        )

    def _incidents(self, platform: Platform) -> Element:
        told = (self.facts.incidents[entry_id] for entry_id in platform.incidents)
        return element("ul", *(element("li", *in_short(one)) for one in told))

    def _guides(self, platform: Platform) -> list[Child]:
        links: list[Child] = []
        for entry_id in platform.avenues:
            avenue = self.facts.avenues[entry_id]
            links += [", "] if links else []
            links.append(self.link(avenue.guide, avenue.name))
        return links


class PlatformsBlock(FactBlock):
    """The platforms of an avenue as a table, or all of them, page by page."""

    NAME = "platforms"
    ARGUMENT = "optional"

    _COLUMNS: Final = ("Platform", "Status", "As of", "How you earn")

    def check(self) -> None:
        if self.argument and self.argument not in self.facts.avenues:
            raise self.unknown("avenues", self.argument, self.facts.avenues)

    def fill(self, block: Element) -> None:
        if self.argument:
            name = self.facts.avenues[self.argument].name
            block.append(self._table(self._of_avenue(), [f"{name}: where it happens"]))
            return
        by_page: dict[str, list[Platform]] = {}
        for platform in sorted(self.facts.platforms.values(), key=lambda one: one.name.casefold()):
            by_page.setdefault(platform.page, []).append(platform)
        for page, platforms in sorted(by_page.items()):
            title = self.link(page, _title(page))
            block.append(self._table(platforms, [title, f": {len(platforms)}"]))

    def _of_avenue(self) -> list[Platform]:
        """Those that the avenue names, and then those that name the avenue."""
        named = self.facts.avenues[self.argument].platforms
        others = sorted(
            one.id for one in self.facts.platforms.values() if self.argument in one.avenues
        )
        ids = dict.fromkeys((*named, *others))
        return [self.facts.platforms[entry_id] for entry_id in ids]

    def _table(self, platforms: Iterable[Platform], caption: list[Child]) -> Element:
        rows = (self._row(one) for one in platforms)
        return table(self._COLUMNS, rows, class_="playbook-platform-table", caption=caption)

    def _row(self, platform: Platform) -> Element:
        return row(
            self._COLUMNS,
            self.link(platform.page, platform.name, anchor=card_id(platform)),
            [badge(platform)],
            [time(platform.status_as_of)],
            [platform.earns],
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


def _title(page: str) -> str:
    return PurePosixPath(page).stem.replace("-", " ").capitalize()
