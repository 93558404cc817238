"""Builds HTML as elements, which escape their own text."""

from collections.abc import Iterable, Sequence
from datetime import date
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from playbook.facts import PartialDate
from playbook.wording import date_in_words

type Child = Element | str


def element(tag: str, *children: Child, **attributes: str) -> Element:
    """An element with text and elements in it.

    An attribute's name is written as a keyword: `class_` gives `class`, `aria_label` gives
    `aria-label`. The text is final: no Markdown is looked for in it.
    """
    made = Element(
        tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    )
    extend(made, children)
    return made


def extend(parent: Element, children: Iterable[Child]) -> None:
    """Put text and elements at the end of an element."""
    for child in children:
        if not isinstance(child, str):
            parent.append(child)
        elif len(parent):
            parent[-1].tail = AtomicString((parent[-1].tail or "") + child)
        else:
            parent.text = AtomicString((parent.text or "") + child)


def time(when: date | PartialDate) -> Element:
    """A date for people and machines."""
    return element("time", date_in_words(when), datetime=str(when))


def table(
    columns: Sequence[str], rows: Iterable[Element], *, class_: str, caption: Sequence[Child] = ()
) -> Element:
    """A table with a row of column headings.

    Args:
        columns: The headings.
        rows: Its rows, each made by `row`.
        class_: Names for the style sheet; without one, Material would take it for an author's.
        caption: What the table shows.
    """
    head = element("tr", *(element("th", name, scope="col") for name in columns))
    parts = [element("caption", *caption)] if caption else []
    return element(
        "table",
        *parts,
        element("thead", head),
        element("tbody", *rows),
        class_=f"playbook-table {class_}",
    )


def row(
    columns: Sequence[str], first: Child, *cells: Sequence[Child], **attributes: str
) -> Element:
    """A row whose first cell names it.

    Narrow screens show a row as a card, where each cell needs its column's name.
    """
    return element(
        "tr",
        element("th", first, scope="row"),
        *(
            element("td", *cell, data_label=column)
            for column, cell in zip(columns[1:], cells, strict=True)
        ),
        **attributes,
    )


def scrolling(wide: Element, name: str) -> Element:
    """A box that scrolls sideways, and can be scrolled from the keyboard.

    Args:
        wide: What may be wider than the page.
        name: What a screen reader calls it.
    """
    return element(
        "div", wide, class_="playbook-scroll", role="region", aria_label=name, tabindex="0"
    )


def unseen(text: str) -> Element:
    """Text that only a screen reader says."""
    return element("span", text, class_="playbook-unseen")
