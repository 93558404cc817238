"""Risks: of one avenue, of all avenues side by side, and one kind of risk over all avenues."""

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.blocks.incidents import in_short, story
from playbook.elements import Child, element, extend, row, scrolling, table, time, unseen
from playbook.facts import (
    LIKELIHOOD_WORDS,
    SEVERITY_WORDS,
    Avenue,
    AvenueRisk,
    Facts,
    Rating,
    Risk,
)
from playbook.wording import date_in_words

_SCALES: Final = (
    "Severity is the share of the money or time put in that is lost: 1 under 5 %, 2 up to 25 %, "
    "3 up to 75 %, 4 up to all of it, 5 more than was put in. Likelihood is for a typical user "
    "within twelve months: 1 under 1 %, 2 up to 5 %, 3 up to 20 %, 4 up to 60 %, 5 above that. "
    "Score is severity × likelihood: from 5 medium, from 10 high, from 15 very high."
).replace(" %", "\u00a0%")


_RATINGS: Final[tuple[Rating, ...]] = ("low", "medium", "high", "very high")


class RisksBlock(FactBlock):
    """An avenue's risks, worst first; without an argument every kind of risk in every avenue."""

    NAME = "risks"
    ARGUMENT = "optional"

    _COLUMNS: Final = ("Risk", "What happens", "Severity", "Likelihood", "Score", "It has happened")

    def check(self) -> None:
        if self.argument and self.argument not in self.facts.avenues:
            raise self.unknown("avenues", self.argument, self.facts.avenues)

    def fill(self, block: Element) -> None:
        if self.argument:
            self._fill_with_one(block, self.facts.avenues[self.argument])
        else:
            self._fill_with_all(block)

    def _fill_with_one(self, block: Element, avenue: Avenue) -> None:
        caption: list[Child] = [
            f"{avenue.name}: what can go wrong, worst first. Editorial judgement, reviewed ",
            time(avenue.reviewed),
            ".",
        ]
        rows = (self._row(risk) for risk in avenue.risks_worst_first)
        block.append(table(self._COLUMNS, rows, class_="playbook-risk-table", caption=caption))
        block.append(element("p", _SCALES, class_="playbook-scale"))
        self._explain_kinds(block, avenue)
        self._explain_incidents(block, avenue)

    def _row(self, risk: AvenueRisk) -> Element:
        return row(
            self._COLUMNS,
            self._name(self.facts.risks[risk.risk]),
            [risk.note],
            [f"{risk.severity}: {SEVERITY_WORDS[risk.severity]}"],
            [f"{risk.likelihood}: {LIKELIHOOD_WORDS[risk.likelihood]}"],
            score(risk),
            self._incidents_of(risk),
        )

    def _name(self, kind: Risk) -> Child:
        return self.link(kind.page, kind.name)

    def _incidents_of(self, risk: AvenueRisk) -> list[Child]:
        if not risk.incidents:
            return ["No example listed"]
        incidents = (self.facts.incidents[entry_id] for entry_id in risk.incidents)
        return [element("ul", *(element("li", *in_short(one)) for one in incidents))]

    def _explain_kinds(self, block: Element, avenue: Avenue) -> None:
        kinds = {risk.risk: self.facts.risks[risk.risk] for risk in avenue.risks_worst_first}
        definitions: list[Child] = []
        for kind in kinds.values():
            definitions += [element("dt", kind.name), element("dd", kind.definition)]
        block.append(
            element(
                "details",
                element("summary", "What these kinds of risk mean"),
                element("dl", *definitions),
            )
        )

    def _explain_incidents(self, block: Element, avenue: Avenue) -> None:
        ids = {entry_id: None for risk in avenue.risks_worst_first for entry_id in risk.incidents}
        if not ids:
            return
        entries = (
            element(
                "li", element("strong", one.name), f", {date_in_words(one.date)}. ", *story(one)
            )
            for one in (self.facts.incidents[entry_id] for entry_id in ids)
        )
        block.append(
            element(
                "details",
                element("summary", "What happened in these incidents, and how losses were counted"),
                element("ul", *entries),
            )
        )

    def _fill_with_all(self, block: Element) -> None:
        kinds = sorted(self.facts.risks.values(), key=lambda kind: -_total(self.facts, kind))
        avenues = sorted(self.facts.avenues.values(), key=lambda one: one.name)
        caption = element(
            "p",
            "Score of each kind of risk in each avenue, from 1 to 25. An empty cell means that the "
            "guide does not list it.",
            class_="playbook-caption",
        )
        headings = (element("th", self._name(kind), scope="col") for kind in kinds)
        matrix = element(
            "table",
            element("thead", element("tr", element("th", "Avenue", scope="col"), *headings)),
            element("tbody", *(self._avenue_row(avenue, kinds) for avenue in avenues)),
            class_="playbook-matrix",
        )
        scale = element("p", _SCALES, class_="playbook-scale")
        extend(block, [caption, scrolling(matrix, "Risks of all avenues"), _legend(), scale])

    def _avenue_row(self, avenue: Avenue, kinds: Iterable[Risk]) -> Element:
        return element(
            "tr",
            element("th", self.link(avenue.guide, avenue.name), scope="row"),
            *(_matrix_cell(_found(kind, avenue)) for kind in kinds),
        )


class KindBlock(FactBlock):
    """A block about the kind of risk that its argument names."""

    ARGUMENT = "required"

    def check(self) -> None:
        if self.argument not in self.facts.risks:
            raise self.unknown("risks", self.argument, self.facts.risks)

    @property
    def kind(self) -> Risk:
        """The kind meant."""
        return self.facts.risks[self.argument]


class RiskSignsBlock(KindBlock):
    """How to see it coming."""

    NAME = "risk-signs"

    def fill(self, block: Element) -> None:
        block.append(_list(self.kind.signs))


class RiskRemediesBlock(KindBlock):
    """What reduces it."""

    NAME = "risk-remedies"

    def fill(self, block: Element) -> None:
        block.append(_list(self.kind.reduce))


class RiskBlock(KindBlock):
    """Where a kind of risk bites, worst first."""

    NAME = "risk"

    _COLUMNS: Final = ("Avenue", "What happens", "Severity", "Likelihood", "Score")

    def fill(self, block: Element) -> None:
        kind = self.kind
        places = [
            (found, avenue)
            for avenue in self.facts.avenues.values()
            if (found := _found(kind, avenue))
        ]
        places.sort(key=lambda place: (-place[0].score, -place[0].severity, place[1].name))
        if places:
            rows = (self._row(found, avenue) for found, avenue in places)
            caption = [f"{kind.name}: where it bites, worst first. Editorial judgement."]
            block.append(
                table(self._COLUMNS, rows, class_="playbook-places-table", caption=caption)
            )
            block.append(element("p", _SCALES, class_="playbook-scale"))

    def _row(self, found: AvenueRisk, avenue: Avenue) -> Element:
        return row(
            self._COLUMNS,
            self.link(avenue.guide, avenue.name),
            [found.note],
            [f"{found.severity}: {SEVERITY_WORDS[found.severity]}"],
            [f"{found.likelihood}: {LIKELIHOOD_WORDS[found.likelihood]}"],
            score(found),
        )


def score(risk: AvenueRisk) -> list[Child]:
    """The rating as a word, and how it came about."""
    return [
        element("span", risk.rating.capitalize(), class_=f"playbook-rating {_rating_class(risk)}"),
        " ",
        f"{risk.severity} × {risk.likelihood} = {risk.score}".replace(" ", "\u00a0"),
    ]


def _found(kind: Risk, avenue: Avenue) -> AvenueRisk | None:
    return next((one for one in avenue.risks if one.risk == kind.id), None)


def _total(facts: Facts, kind: Risk) -> int:
    found = (_found(kind, avenue) for avenue in facts.avenues.values())
    return sum(one.score for one in found if one)


def _matrix_cell(risk: AvenueRisk | None) -> Element:
    if risk is None:
        return element("td", unseen("not listed"))
    return element(
        "td",
        str(risk.score),
        unseen(f", {risk.rating}"),
        title=f"{risk.rating.capitalize()}: severity {risk.severity}, likelihood {risk.likelihood}",
        class_=_rating_class(risk),
    )


def _legend() -> Element:
    marks = (
        element(
            "span",
            rating.capitalize(),
            class_=f"playbook-rating playbook-rating--{rating.replace(' ', '-')}",
        )
        for rating in _RATINGS
    )
    return element("p", *(part for mark in marks for part in (mark, " ")), class_="playbook-legend")


def _rating_class(risk: AvenueRisk) -> str:
    return f"playbook-rating--{risk.rating.replace(' ', '-')}"


def _list(items: Iterable[str]) -> Element:
    return element("ul", *(element("li", item) for item in items))
