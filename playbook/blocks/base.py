"""What the blocks share: an argument, no options, no content of the author's."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Literal
from xml.etree.ElementTree import Element, SubElement

from pymdownx.blocks.block import Block

from playbook.citations import OPEN_BLOCK
from playbook.elements import Child
from playbook.facts import Avenue, Facts
from playbook.links import page_link
from playbook.page_error import PageError, page_error, unknown_id


class FactBlock(Block):  # type: ignore[misc]
    """A block without options or content, which fills itself from the facts."""

    ARGUMENT: ClassVar[Literal["required", "optional", "none"]] = "none"

    def _validate(self, parent: Element, arg: str | None, **options: Any) -> bool:
        # Refusing here would leave the source text in the page; an exception stops the build.
        self.argument = (arg or "").strip()
        self.options: dict[str, Any] = {"attrs": {}}
        self.facts: Facts = self.config["facts"]
        self.today: date = self.config["today"]
        for name in options:
            raise self.fail(f"'{name}' is not an option; this block has none", "delete the line")
        if self.ARGUMENT == "required" and not self.argument:
            raise self.fail(
                f"the block '{self.NAME}' needs an argument", f"write /// {self.NAME} | …"
            )
        if self.ARGUMENT == "none" and self.argument:
            raise self.fail(f"the block '{self.NAME}' takes no argument", f"write /// {self.NAME}")
        self.check()
        return True

    def on_create(self, parent: Element) -> Element:
        header = f"{'/' * self.length} {self.NAME}"
        return SubElement(parent, "div", {"class": f"playbook-{self.NAME}", OPEN_BLOCK: header})

    def on_end(self, block: Element) -> None:
        del block.attrib[OPEN_BLOCK]
        if len(block) or (block.text or "").strip():
            raise self.fail(
                f"the block '{self.NAME}' has text in it", "close it with /// on the next line"
            )

    def on_inline_end(self, block: Element) -> None:
        self.fill(block)

    def check(self) -> None:
        """Raise what is wrong with the argument."""

    def fill(self, block: Element) -> None:
        """Write the content, its citations not yet numbered."""
        raise NotImplementedError

    def fail(self, reason: str, remedy: str) -> PageError:
        """An error that points at the block's first line."""
        return page_error(self.md, self.header(), reason, remedy)

    def unknown(self, kind: str, entry_id: str, known: Collection[str]) -> PageError:
        """An error about an id in the argument."""
        return unknown_id(self.md, self.header(), kind, entry_id, known)

    def header(self) -> str:
        """Pattern of the block's first line."""
        argument = rf"\|\s*{re.escape(self.argument)}\s*$" if self.argument else r"(\|.*)?$"
        return rf"^\s*/{{3,}}\s*{self.NAME}\s*{argument}"

    def link(self, page: str, *children: Child, anchor: str = "") -> Element:
        """A link from this page to another."""
        return page_link(self.md, page, *children, anchor=anchor)


class AvenueBlock(FactBlock):
    """A block about the avenue that its argument names."""

    ARGUMENT = "required"

    def check(self) -> None:
        if self.argument not in self.facts.avenues:
            raise self.unknown("avenues", self.argument, self.facts.avenues)

    @property
    def avenue(self) -> Avenue:
        """The avenue meant."""
        return self.facts.avenues[self.argument]
