"""What pages look up: the glossary, claims and what was found, changes."""

from itertools import groupby
from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.citations import cite
from playbook.elements import Child, element, time
from playbook.facts import GROUP_WORDS, Change, Claim, Term


class GlossaryBlock(FactBlock):
    """All terms by letter; the id of a term is its anchor."""

    NAME = "glossary"

    def fill(self, block: Element) -> None:
        terms = sorted(self.facts.terms.values(), key=lambda one: one.name.casefold())
        letters = [(letter, list(found)) for letter, found in groupby(terms, key=_letter)]
        block.append(
            element(
                "nav",
                *(
                    part
                    for letter, _ in letters
                    for part in (element("a", letter, href=f"#{_letter_id(letter)}"), " ")
                ),
                class_="playbook-letters",
                aria_label="Letters of the glossary",
            )
        )
        for letter, found in letters:
            block.append(element("h2", letter, id=_letter_id(letter)))
            entries = (part for term in found for part in self._entry(term))
            block.append(element("dl", *entries))

    def _entry(self, term: Term) -> tuple[Element, Element]:
        name: list[Child] = [term.name[:1].upper() + term.name[1:]]
        group = element("span", GROUP_WORDS[term.group], class_="playbook-group")
        meaning: list[Child] = [term.meaning]
        for number, entry_id in enumerate(term.see):
            other = self.facts.terms[entry_id]
            meaning += [", " if number else " See also: "]
            meaning.append(element("a", other.name, href=f"#{other.id}"))
        if term.see:
            meaning.append(".")
        if term.page:
            meaning += [" ", self.link(term.page, "More on this"), "."]
        return (element("dt", *name, " ", group, id=term.id), element("dd", *meaning))


class ClaimsBlock(FactBlock):
    """What is promised, and what was found: of one avenue, or everything."""

    NAME = "claims"
    ARGUMENT = "optional"

    def check(self) -> None:
        if not self.argument:
            return
        if self.argument not in self.facts.avenues:
            raise self.unknown("avenues", self.argument, self.facts.avenues)
        if not self._asked_for():
            raise self.fail(
                f"no claim in data/claims names the avenue '{self.argument}'",
                "name it in one, or leave the block out",
            )

    def fill(self, block: Element) -> None:
        for claim in self._asked_for():
            block.append(self._card(claim))

    def _asked_for(self) -> list[Claim]:
        return [
            one
            for one in self.facts.claims.values()
            if not self.argument or self.argument in one.avenues
        ]

    def _card(self, claim: Claim) -> Element:
        guides: list[Child] = []
        if not self.argument:
            for entry_id in claim.avenues:
                avenue = self.facts.avenues[entry_id]
                guides += [", " if guides else "Guides: "]
                guides.append(self.link(avenue.guide, avenue.name))
        return element(
            "div",
            element("p", "What is said", class_="playbook-claim-label"),
            element("blockquote", element("p", claim.claim)),
            element("p", "What we found", class_="playbook-claim-label"),
            element("p", claim.found, *cite(claim.sources)),
            *([element("p", *guides, class_="playbook-card-foot")] if guides else []),
            class_="playbook-claim",
            id=f"claim-{claim.id}",
        )


class ChangesBlock(FactBlock):
    """What changed in the playbook, the newest first."""

    NAME = "changes"

    def fill(self, block: Element) -> None:
        newest_first = sorted(
            self.facts.changes.values(), key=lambda one: (one.date, one.id), reverse=True
        )
        block.append(element("ul", *(self._entry(one) for one in newest_first)))

    def _entry(self, change: Change) -> Element:
        what = self.link(change.page, change.what)
        # The feed's entries lead to this id.
        return element("li", time(change.date), ": ", what, id=change.id)


def _letter(term: Term) -> str:
    first = term.name[:1].upper()
    return first if first.isalpha() else "0–9"


def _letter_id(letter: str) -> str:
    return f"letter-{letter.lower()}" if letter.isalpha() else "letter-digits"
