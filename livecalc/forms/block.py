"""The Markdown blocks: `/// calculator | name` and `/// calculator-details | name`.

A Python-Markdown extension on the Blocks API of pymdown-extensions, so that MkDocs and Zensical
run the same code. Anything wrong in a block stops the build with file and line; the Blocks API
itself would leave the source text in the page and stay silent.
"""

import re
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

import yaml
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from livecalc.forms.current import current_calculators
from livecalc.forms.description import CalculatorDescription, describe
from livecalc.forms.explore import render_explore
from livecalc.forms.form import render_details, render_form
from livecalc.forms.source_location import SourceLines, locate, locate_declaration
from livecalc.interface.call import find, validate
from livecalc.interface.errors import CallError, DeclarationError

#: Marks an element until its block is closed; the Blocks API says nothing when it never is.
_UNCLOSED: Final = "data-unclosed"


class BlockError(Exception):
    """A block cannot become a calculator; the message starts with file and line."""


class _NamedBlock(Block):  # type: ignore[misc]
    """A block whose argument names a calculator."""

    ARGUMENT = True

    def _validate(self, parent: Element, arg: str | None, **options: Any) -> bool:
        # Refusing here would leave the source text in the page, so accept, then raise with a line.
        self.argument = arg or ""
        self.options: dict[str, Any] = {"attrs": {}}
        self.header_options = options
        return True

    def on_create(self, parent: Element) -> Element:
        self.occurrence = self._count(f"| {self.argument}")
        return SubElement(parent, "div", {_UNCLOSED: self.place()})

    def on_markdown(self) -> str:
        return "raw"

    def on_end(self, block: Element) -> None:
        del block.attrib[_UNCLOSED]
        options = self._read_options(block.text or "")
        block.text = None
        self.render(block, self._description(), options)

    def render(
        self, block: Element, description: CalculatorDescription, options: dict[str, Any]
    ) -> None:
        raise NotImplementedError

    def place(self, line: str | None = None) -> str:
        """File and line of this block, or of a line of its options."""
        argument = rf"\|\s*{re.escape(self.argument)}\s*" if self.argument else r"\|?\s*"
        header = rf"^\s*([-*+]|\d+\.)?\s*/{{3,}}\s*{re.escape(self.NAME)}\s*{argument}$"
        return locate(self.md, header, occurrence=self.occurrence, then=line)

    def fail(self, message: str, *, line: str | None = None) -> BlockError:
        return BlockError(f"{self.place(line)}: {message}")

    def _count(self, what: str) -> int:
        """How often this has been asked on the page."""
        self.tracker[what] = self.tracker.get(what, 0) + 1
        return int(self.tracker[what])

    def _description(self) -> CalculatorDescription:
        try:
            return describe(find(current_calculators(self.config["calculators"]), self.argument))
        except CallError as error:
            raise self.fail(error.message) from error
        except DeclarationError as error:
            raise self.declared_wrongly(error) from error

    def declared_wrongly(self, error: DeclarationError) -> BlockError:
        place = locate_declaration(str(error)) or self.place()
        return BlockError(f"{place}: {error}")

    def _read_options(self, body: str) -> dict[str, Any]:
        if not body.strip():
            return dict(self.header_options)
        try:
            options = yaml.safe_load(body)
        except yaml.YAMLError as error:
            raise self.fail(f"the options are not 'name: value' lines ({error})") from error
        if not isinstance(options, dict):
            raise self.fail(f"write options as 'name: value' lines, not {body.strip()!r}")
        return {**self.header_options, **options}


class CalculatorBlock(_NamedBlock):
    """A live calculator; options set the page's starting inputs."""

    NAME = "calculator"

    def render(
        self, block: Element, description: CalculatorDescription, options: dict[str, Any]
    ) -> None:
        inputs, problems = validate(description.spec, {str(key): options[key] for key in options})
        if problems:
            first = problems[0]
            name = first.input or ""
            raise self.fail(f"{name}: {first.message}", line=_option(name))
        key = self._key(description.spec.name)
        try:
            form = render_form(description, inputs, key=key)
            panel = render_explore(description, inputs, key=key)
        except CallError as error:
            raise self.fail(error.message) from error
        block.tag = "live-calculator"
        block.attrib |= {
            "name": description.spec.name,
            "state": "static",
            "data-key": key,
            "data-search-exclude": "",
        }
        block.text = self.md.htmlStash.store(f"{form}\n{panel}" if panel else form)

    def _key(self, name: str) -> str:
        count = self._count(name)
        return name if count == 1 else f"{name}-{count}"


class CalculatorDetailsBlock(_NamedBlock):
    """Formula, assumptions, limits, sources and the Python of a calculator."""

    NAME = "calculator-details"

    def render(
        self, block: Element, description: CalculatorDescription, options: dict[str, Any]
    ) -> None:
        for name in options:
            message = f"'{name}' is not an option; this block has none"
            raise self.fail(message, line=_option(str(name)))
        try:
            details = render_details(description)
        except DeclarationError as error:
            raise self.declared_wrongly(error) from error
        block.text = self.md.htmlStash.store(details)


class _Leftovers(Treeprocessor):
    """Stops the build when the text of a block is about to appear in the page."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if _UNCLOSED in element.attrib:
                raise BlockError(f"{element.attrib[_UNCLOSED]}: the block has no closing '///'")
            match = re.search(r"^\s*(/{3,}.*)", element.text or "", re.MULTILINE)
            if match and element.tag not in ("pre", "code"):
                first = match[1].strip()
                place = locate(self.md, rf"^\s*([-*+]|\d+\.)?\s*{re.escape(first)}")
                raise BlockError(
                    f"{place}: '{first}' is not a block that this site knows, or its options are "
                    "not 'name: value' lines"
                )


def _option(name: str) -> str:
    """Regular expression of the line that sets an option."""
    return rf"^\s*[\"']?{re.escape(name)}[\"']?\s*:"


class LiveCalculatorExtension(BlocksExtension):  # type: ignore[misc]
    """Adds the blocks; `calculators` names the package that holds the functions."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"calculators": ["calculators", "Package that holds the calculators"]}
        super().__init__(**settings)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Register the blocks with one Markdown instance."""
        SourceLines.of(md)
        md.treeprocessors.register(_Leftovers(md), "livecalc_leftovers", 1_000)
        for block in (CalculatorBlock, CalculatorDetailsBlock):
            block_mgr.register(block, self.getConfigs())


def makeExtension(**settings: Any) -> LiveCalculatorExtension:  # noqa: N802
    """Entry point that Python-Markdown looks for."""
    return LiveCalculatorExtension(**settings)
