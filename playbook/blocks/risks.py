"""Risks: of one avenue as a table, and one kind of risk over all avenues."""

from typing import Final
from xml.etree.ElementTree import Element

from playbook.blocks.base import AvenueBlock, FactBlock
from playbook.blocks.incidents import in_short, story
from playbook.elements import Child, element, time
from playbook.facts import LIKELIHOOD_WORDS, SEVERITY_WORDS, Avenue, AvenueRisk
from playbook.wording import date_in_words

_SCALES: Final = (
    "Severity is the share of the money or time put in that is lost: 1 under 5 %, 2 up to 25 %, "
    "3 up to 75 %, 4 up to all of it, 5 more than was put in. Likelihood is for a typical user "
    "within twelve months: 1 under 1 %, 2 up to 5 %, 3 up to 20 %, 4 up to 60 %, 5 above that. "
    "Score is severity × likelihood: from 5 medium, from 10 high, from 15 very high."
).replace(" %", "\u00a0%")


class RisksBlock(AvenueBlock):
    """The avenue's risks as a table, worst first."""

    NAME = "risks"

    _COLUMNS: Final = ("Risk", "What happens", "Severity", "Likelihood", "Score", "It has happened")

    def fill(self, block: Element) -> None:
        avenue = self.avenue
        caption = element(
            "caption",
            f"{avenue.name}: what can go wrong, worst first. Editorial judgement, reviewed ",
            time(avenue.reviewed),
            ".",
        )
        head = element("tr", *(element("th", name, scope="col") for name in self._COLUMNS))
        rows = [self._row(risk) for risk in avenue.risks_worst_first]
        block.append(
            element(
                "table",
                caption,
                element("thead", head),
                element("tbody", *rows),
                # Material puts tables without a class into a box that scrolls sideways.
                class_="playbook-risk-table",
            )
        )
        block.append(element("p", _SCALES, class_="playbook-scale"))
        self._explain_kinds(block)
        self._explain_incidents(block)

    def _row(self, risk: AvenueRisk) -> Element:
        cells: tuple[list[Child], ...] = (
            [risk.note],
            [f"{risk.severity}: {SEVERITY_WORDS[risk.severity]}"],
            [f"{risk.likelihood}: {LIKELIHOOD_WORDS[risk.likelihood]}"],
            score(risk),
            self._incidents_of(risk),
        )
        return element(
            "tr",
            element("th", self.facts.risks[risk.risk].name, scope="row"),
            # Narrow screens show a row as a card, where each cell needs its column's name.
            *(
                element("td", *cell, data_label=column)
                for column, cell in zip(self._COLUMNS[1:], cells, strict=True)
            ),
        )

    def _incidents_of(self, risk: AvenueRisk) -> list[Child]:
        if not risk.incidents:
            return ["No example listed"]
        incidents = (self.facts.incidents[entry_id] for entry_id in risk.incidents)
        return [element("ul", *(element("li", *in_short(one)) for one in incidents))]

    def _explain_kinds(self, block: Element) -> None:
        kinds = {risk.risk: self.facts.risks[risk.risk] for risk in self.avenue.risks_worst_first}
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

    def _explain_incidents(self, block: Element) -> None:
        ids = {
            entry_id: None for risk in self.avenue.risks_worst_first for entry_id in risk.incidents
        }
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


class RiskBlock(FactBlock):
    """A kind of risk: its signs, what reduces it, and where it bites, worst first."""

    NAME = "risk"
    ARGUMENT = "required"

    def check(self) -> None:
        if self.argument and self.argument not in self.facts.risks:
            raise self.unknown("risks", self.argument, self.facts.risks)

    def fill(self, block: Element) -> None:
        risk = self.facts.risks[self.argument]
        if risk.signs:
            block.append(element("p", "Signs that it is coming:"))
            block.append(element("ul", *(element("li", one) for one in risk.signs)))
        if risk.reduce:
            block.append(element("p", "What reduces it:"))
            block.append(element("ul", *(element("li", one) for one in risk.reduce)))
        places = sorted(
            (
                (found, avenue)
                for avenue in self.facts.avenues.values()
                for found in avenue.risks
                if found.risk == risk.id
            ),
            key=lambda place: (-place[0].score, -place[0].severity, place[1].name),
        )
        rows = (self._row(found, avenue) for found, avenue in places)
        head = element("tr", *(element("th", name, scope="col") for name in self._COLUMNS))
        block.append(element("table", element("thead", head), element("tbody", *rows)))

    _COLUMNS: Final = ("Avenue", "What happens", "Severity", "Likelihood", "Score")

    def _row(self, found: AvenueRisk, avenue: Avenue) -> Element:
        return element(
            "tr",
            element("th", self.link(avenue.guide, avenue.name), scope="row"),
            element("td", found.note),
            element("td", f"{found.severity}: {SEVERITY_WORDS[found.severity]}"),
            element("td", f"{found.likelihood}: {LIKELIHOOD_WORDS[found.likelihood]}"),
            element("td", *score(found)),
        )


def score(risk: AvenueRisk) -> list[Child]:
    """The rating as a word, and how it came about."""
    return [
        element(
            "span",
            risk.rating.capitalize(),
            class_=f"playbook-rating playbook-rating--{risk.rating.replace(' ', '-')}",
        ),
        " ",
        f"{risk.severity} × {risk.likelihood} = {risk.score}".replace(" ", "\u00a0"),
    ]
