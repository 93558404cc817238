"""Which avenues fit a reader: a few questions, and what each avenue asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args
from xml.etree.ElementTree import Element

from playbook.blocks.base import FactBlock
from playbook.elements import element
from playbook.facts import Avenue, Evidence, FirstIncome, Skill
from playbook.wording import span_in_words


@dataclass(frozen=True, slots=True)
class _Question:
    """Something to ask the reader; a larger answer fits avenues that ask for more."""

    name: str
    text: str
    answers: Mapping[str, int]


_QUESTIONS: Final = (
    _Question(
        "capital",
        "How much money could you lose without it hurting?",
        {"Nothing": 0, "$50": 50, "$500": 500, "$5,000": 5_000, "$50,000": 50_000},
    ),
    _Question(
        "hours",
        "How many hours a week would you work for it?",
        {"Hardly any": 1, "Up to 5": 5, "Up to 15": 15, "As many as a job": 40},
    ),
    _Question(
        "skill",
        "What can you do already?",
        {
            "I have never used a wallet": 0,
            "I can use a wallet": 1,
            "I know my way around one of these fields": 2,
            "It is my profession": 3,
        },
    ),
    _Question(
        "first",
        "When must the first income come?",
        {"Within days": 1, "Within weeks": 2, "Within months": 3, "It may never come": 4},
    ),
    _Question(
        "lockup",
        "How soon might you need the money back?",
        {"The same day": 1, "Within a month": 31, "Within a year": 366, "Not at all": 100_000},
    ),
    _Question(
        "evidence",
        "How well must it be documented what people earn?",
        {"Strongly": 0, "Fairly": 1, "I accept weak evidence": 2},
    ),
)


class FitBlock(FactBlock):
    """The questions, hidden until a script can use them, and all avenues with what they ask for."""

    NAME = "fit"

    def fill(self, block: Element) -> None:
        block.append(
            element(
                "form",
                *map(_fieldset, _QUESTIONS),
                element("button", "Clear the answers", type="reset"),
                hidden="",
            )
        )
        block.append(element("p", element("output"), class_="playbook-fit-count"))
        avenues = sorted(self.facts.avenues.values(), key=lambda one: one.name)
        block.append(element("ol", *(self._item(place, one) for place, one in enumerate(avenues))))

    def _item(self, place: int, avenue: Avenue) -> Element:
        wait = span_in_words(avenue.lockup_days, "days") if avenue.lockup_days.high else "no wait"
        needs = (
            f"{span_in_words(avenue.capital_usd, 'USD')}, "
            f"{span_in_words(avenue.hours_per_week, 'hours a week')}, skill {avenue.skill}, "
            f"first income {_soon(avenue.first_income)}, to get out {wait}, "
            f"evidence {avenue.evidence}"
        )
        return element(
            "li",
            element("p", element("strong", self.link(avenue.guide, avenue.name))),
            element("p", class_="playbook-fit-reasons"),
            element("p", f"Typically {needs}."),
            element("p", element("strong", "Worst case: "), avenue.worst_case),
            data_place=str(place),
            **_asked(avenue),
        )


def _fieldset(question: _Question) -> Element:
    choices = (
        element(
            "label",
            element("input", type="radio", name=question.name, value=str(value)),
            " ",
            text,
        )
        for text, value in question.answers.items()
    )
    return element("fieldset", element("legend", question.text), *choices)


def _asked(avenue: Avenue) -> dict[str, str]:
    """What the avenue asks for by question: as a number that grows with it, and in words."""
    needs: dict[str, tuple[float, str]] = {
        "capital": (
            avenue.capital_usd.low,
            f"people put in ${avenue.capital_usd.low:,.0f} or more",
        ),
        "hours": (
            avenue.hours_per_week.low,
            f"it takes {avenue.hours_per_week.low:g} hours a week or more",
        ),
        "skill": (_place(avenue.skill, Skill), f"it asks for {avenue.skill} skill"),
        "first": (
            _place(avenue.first_income, FirstIncome),
            f"the first income comes {_soon(avenue.first_income)}",
        ),
        "lockup": (
            avenue.lockup_days.high,
            f"getting out can take {span_in_words(avenue.lockup_days, 'days')}",
        ),
        "evidence": (
            _place(avenue.evidence, Evidence),
            f"the evidence of what it pays is {avenue.evidence}",
        ),
    }
    return {
        name: value
        for question, (need, words) in needs.items()
        for name, value in (
            (f"data_{question}", f"{need:g}"),
            (f"data_{question}_words", words),
        )
    }


def _soon(first_income: str) -> str:
    return "at an uncertain time" if first_income == "uncertain" else f"within {first_income}"


def _place(word: str, scale: Any) -> int:
    return get_args(scale.__value__).index(word)
