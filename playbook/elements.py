"""Builds HTML as elements, which escape their own text."""

from collections.abc import Iterable
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
