"""All avenues side by side."""

from collections.abc import Sequence
from typing import Final, TypeAliasType, get_args
from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.elements import Child, element, extend, scrolling, time
from playbook.facts import Avenue, Evidence, FirstIncome, Skill, Span
from playbook.wording import span_in_words

#: Key of each column in `data-column`, and its heading.
_COLUMNS: Final = {
    "avenue": "Avenue",
    "capital": "Money put in",
    "hours": "Hours a week",
    "skill": "Skill",
    "first-income": "First income",
    "lockup": "Wait to get out",
    "income": "Active or passive",
    "evidence": "Evidence",
    "worst-case": "Worst case",
}


class ComparisonBlock(FactBlock):
    """A table of all avenues by name, with values that a script can sort and filter by."""

    NAME = "comparison"

    def fill(self, block: Element) -> None:
        avenues = sorted(self.facts.avenues.values(), key=lambda one: one.name)
        judged = max((one.capital_as_of for one in avenues), key=str, default=None)
        since: list[Child] = [", ", time(judged)] if judged else []
        head = element(
            "tr",
            *(element("th", name, scope="col", data_column=key) for key, name in _COLUMNS.items()),
        )
        caption = element(
            "p",
            "What people typically put in, in US dollars, is editorial judgement",
            *since,
            ", as are hours and skill. None of it is a promise.",
            class_="playbook-caption",
        )
        comparison = element(
            "table",
            element("thead", head),
            element("tbody", *(self._row(one) for one in avenues)),
            class_="playbook-table playbook-comparison-table",
        )
        extend(block, [caption, scrolling(comparison, "All avenues compared")])

    def _row(self, avenue: Avenue) -> Element:
        name = element(
            "th",
            self.link(avenue.guide, avenue.name),
            scope="row",
            data_column="avenue",
            data_sort=avenue.name,
        )
        cells = (
            _span("capital", avenue.capital_usd, "USD"),
            _span("hours", avenue.hours_per_week, "count"),
            _word("skill", avenue.skill, Skill),
            _word("first-income", avenue.first_income, FirstIncome),
            _span("lockup", avenue.lockup_days, "days", nothing="At once"),
            _cell("income", avenue.income, [avenue.income.capitalize()]),
            _word("evidence", avenue.evidence, Evidence, avenue.evidence_note),
            _cell("worst-case", "", [avenue.worst_case]),
        )
        return element("tr", name, *cells, data_avenue=avenue.id)


def _span(column: str, span: Span, unit: str, *, nothing: str = "") -> Element:
    words = nothing if nothing and not span.high else span_in_words(span, unit)
    cell = _cell(column, f"{span.high:g}", [words])
    cell.set("data-low", f"{span.low:g}")
    cell.set("data-high", f"{span.high:g}")
    return cell


def _word(column: str, word: str, scale: TypeAliasType, note: str = "") -> Element:
    """A word of a scale, which sorts by its place there."""
    place = get_args(scale.__value__).index(word)
    explained: list[Child] = [" ", element("span", note, class_="playbook-note")] if note else []
    cell = _cell(column, str(place), [word.capitalize(), *explained])
    cell.set("data-value", word)
    return cell


def _cell(column: str, sort: str, children: Sequence[Child]) -> Element:
    cell = element("td", *children, data_column=column, data_label=_COLUMNS[column])
    if sort:
        cell.set("data-sort", sort)
    return cell
