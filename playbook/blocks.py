"""The blocks: an avenue's risks, incidents, the date of review, and the page's sources."""

import re
from datetime import date
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from pymdownx.blocks.block import Block

from playbook.citations import OPEN_BLOCK, SOURCE_LIST, cite
from playbook.elements import Child, element, extend, time
from playbook.facts import LIKELIHOOD_WORDS, SEVERITY_WORDS, Avenue, AvenueRisk, Facts, Incident
from playbook.page_error import PageError, page_error, unknown_id
from playbook.wording import date_in_words, loss_in_words

_SCALES: Final = (
    "Severity is the share of the money or time put in that is lost: 1 under 5 %, 2 up to 25 %, "
    "3 up to 75 %, 4 up to all of it, 5 more than was put in. Likelihood is for a typical user "
    "within twelve months: 1 under 1 %, 2 up to 5 %, 3 up to 20 %, 4 up to 60 %, 5 above that. "
    "Score is severity × likelihood: from 5 medium, from 10 high, from 15 very high."
).replace(" %", "\u00a0%")


class _FactBlock(Block):  # type: ignore[misc]
    """A block without options or content, which fills itself from the facts."""

    def _validate(self, parent: Element, arg: str | None, **options: Any) -> bool:
        # Refusing here would leave the source text in the page; an exception stops the build.
        self.argument = (arg or "").strip()
        self.options: dict[str, Any] = {"attrs": {}}
        self.facts: Facts = self.config["facts"]
        self.today: date = self.config["today"]
        for name in options:
            raise self.fail(f"'{name}' is not an option; this block has none", "delete the line")
        if bool(self.argument) is not self.ARGUMENT:
            example = f"/// {self.NAME} | …" if self.ARGUMENT else f"/// {self.NAME}"
            raise self.fail(
                f"the block '{self.NAME}' {'needs an' if self.ARGUMENT else 'takes no'} argument",
                f"write {example}",
            )
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

    def header(self) -> str:
        """Pattern of the block's first line."""
        argument = rf"\|\s*{re.escape(self.argument)}\s*$" if self.argument else r"(\|.*)?$"
        return rf"^\s*/{{3,}}\s*{self.NAME}\s*{argument}"


class _AvenueBlock(_FactBlock):
    """A block about the avenue that its argument names."""

    ARGUMENT = True

    def check(self) -> None:
        if self.argument not in self.facts.avenues:
            raise unknown_id(self.md, self.header(), "avenues", self.argument, self.facts.avenues)

    @property
    def avenue(self) -> Avenue:
        return self.facts.avenues[self.argument]


class SourcesBlock(_FactBlock):
    """The sources that the page cites, in the order of their first citation."""

    NAME = "sources"
    ARGUMENT = False

    def fill(self, block: Element) -> None:
        # The citations are numbered, and listed here, when the rest of the page stands.
        block.set(SOURCE_LIST, "")


class ReviewedBlock(_AvenueBlock):
    """When the avenue was last checked, and a banner when that is too long ago."""

    NAME = "reviewed"

    def fill(self, block: Element) -> None:
        avenue = self.avenue
        if avenue.is_overdue(self.today):
            block.append(
                element(
                    "div",
                    element("p", "Review overdue", class_="admonition-title"),
                    element(
                        "p",
                        "This should have been checked again by ",
                        time(avenue.review_due),
                        ". Figures and facts here may have changed since; look at their dates.",
                    ),
                    class_="admonition warning playbook-overdue",
                )
            )
        days = (
            "day" if avenue.review_interval_days == 1 else (f"{avenue.review_interval_days} days")
        )
        block.append(
            element(
                "p", "Reviewed ", time(avenue.reviewed), f"; figures are re-checked every {days}."
            )
        )


class RisksBlock(_AvenueBlock):
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
            [
                element(
                    "span",
                    risk.rating.capitalize(),
                    class_=f"playbook-rating playbook-rating--{risk.rating.replace(' ', '-')}",
                ),
                " ",
                f"{risk.severity} × {risk.likelihood} = {risk.score}".replace(" ", "\u00a0"),
            ],
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
        return [element("ul", *(element("li", *_in_short(one)) for one in incidents))]

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
                "li", element("strong", one.name), f", {date_in_words(one.date)}. ", *_story(one)
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


class IncidentsBlock(_FactBlock):
    """Incidents in full, in the order of the argument: ids with spaces between them."""

    NAME = "incidents"
    ARGUMENT = True

    def check(self) -> None:
        for entry_id in self.argument.split():
            if entry_id not in self.facts.incidents:
                raise unknown_id(
                    self.md, self.header(), "incidents", entry_id, self.facts.incidents
                )

    def fill(self, block: Element) -> None:
        entries = (
            element("li", *_in_short(one), ". ", *_story(one))
            for one in (self.facts.incidents[entry_id] for entry_id in self.argument.split())
        )
        extend(block, [element("ul", *entries)])


BLOCKS: Final = (SourcesBlock, ReviewedBlock, RisksBlock, IncidentsBlock)


def _in_short(incident: Incident) -> list[Child]:
    loss = f", {loss_in_words(incident.loss_usd)} lost" if incident.loss_usd else ""
    return [time(incident.date), f": {incident.name}{loss}", *cite(incident.sources)]


def _story(incident: Incident) -> list[Child]:
    note: list[Child] = []
    if incident.note:
        note = [" ", element("span", incident.note, class_="playbook-note")]
    return [incident.what, *note]
