"""Incidents, told in a line or in full."""

from itertools import groupby
from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.citations import cite
from playbook.elements import Child, element, time
from playbook.facts import Incident
from playbook.wording import loss_in_words


class IncidentsBlock(FactBlock):
    """Incidents in full: those of the argument in its order, or all of them, newest first."""

    NAME = "incidents"
    ARGUMENT = "optional"

    def check(self) -> None:
        for entry_id in self.argument.split():
            if entry_id not in self.facts.incidents:
                raise self.unknown("incidents", entry_id, self.facts.incidents)

    def fill(self, block: Element) -> None:
        if self.argument:
            told = [self.facts.incidents[entry_id] for entry_id in self.argument.split()]
            block.append(element("ul", *(self._entry(one) for one in told)))
            return
        newest_first = sorted(
            self.facts.incidents.values(), key=lambda one: (one.date, one.id), reverse=True
        )
        for year, told_of_year in groupby(newest_first, key=lambda one: one.date.year):
            block.append(element("h2", str(year), id=f"year-{year}"))
            block.append(element("ul", *(self._entry(one, with_kind=True) for one in told_of_year)))

    def _entry(self, incident: Incident, *, with_kind: bool = False) -> Element:
        kind: list[Child] = []
        if with_kind:
            risk = self.facts.risks[incident.risk]
            name = self.link(risk.page, risk.name)
            kind = [" ", element("span", "Kind: ", name, ".", class_="playbook-kind")]
        return element("li", *in_short(incident), ". ", *story(incident), *kind)


def in_short(incident: Incident) -> list[Child]:
    """Date, name, loss and citations."""
    loss = f", {loss_in_words(incident.loss_usd)} lost" if incident.loss_usd else ""
    return [time(incident.date), f": {incident.name}{loss}", *cite(incident.sources)]


def story(incident: Incident) -> list[Child]:
    """What happened, and how the loss was counted."""
    note: list[Child] = []
    if incident.note:
        note = [" ", element("span", incident.note, class_="playbook-note")]
    return [incident.what, *note]
