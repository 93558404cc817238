"""Parts of a guide: who pays whom, what to check, what the reader remembers."""

from hashlib import sha256
from xml.etree.ElementTree import Element

from playbook.blocks.base import AvenueBlock, FactBlock
from playbook.elements import element
from playbook.facts import Answer, Check, Question


class ChecklistBlock(FactBlock):
    """What to check before one starts, of an avenue or of a general checklist."""

    NAME = "checklist"
    ARGUMENT = "required"

    def check(self) -> None:
        known = {**self.facts.avenues, **self.facts.checklists}
        if self.argument not in known:
            raise self.unknown("checklists", self.argument, known)

    def fill(self, block: Element) -> None:
        block.set("data-checklist", self.argument)
        block.append(
            element(
                "ol",
                *(self._item(number, one) for number, one in enumerate(self._items(), start=1)),
            )
        )

        if general := self.facts.checklists.get(self.argument):
            block.insert(0, element("p", general.intro))

    def _items(self) -> tuple[Check, ...]:
        if self.argument in self.facts.checklists:
            return self.facts.checklists[self.argument].items
        return self.facts.avenues[self.argument].checklist

    def _item(self, number: int, item: Check) -> Element:
        box = f"check-{self.argument}-{number}"
        return element(
            "li",
            element(
                "p",
                element("input", type="checkbox", id=box, aria_describedby=f"{box}-about"),
                " ",
                element("label", item.check, for_=box),
            ),
            element(
                "p",
                element("span", item.why, class_="playbook-why"),
                " ",
                element("span", item.how, class_="playbook-how"),
                id=f"{box}-about",
            ),
        )


class QuizBlock(AvenueBlock):
    """Questions on the guide, with every answer explained."""

    NAME = "quiz"

    def fill(self, block: Element) -> None:
        for number, question in enumerate(self.avenue.quiz, start=1):
            block.append(self._question(number, question))

    def _question(self, number: int, question: Question) -> Element:
        name = f"quiz-{self.argument}-{number}"
        answers = in_mixed_order(question)
        choices = (
            element(
                "label",
                element("input", type="radio", name=name, value=str(place)),
                " ",
                element("span", answer.text),
                class_="playbook-answer",
            )
            for place, answer in enumerate(answers, start=1)
        )
        explained = (
            element(
                "li",
                element("strong", "Right: " if answer is question.right else "Not this: "),
                f"{answer.text} ",
                element("span", answer.because, class_="playbook-because"),
                class_="playbook-right" if answer is question.right else "playbook-wrong",
            )
            for answer in answers
        )
        return element(
            "fieldset",
            element("legend", f"{number}. {question.question}"),
            *choices,
            element(
                "details",
                element("summary", "Answer and reasons"),
                element("ul", *explained),
                class_="playbook-answers",
            ),
        )


def in_mixed_order(question: Question) -> list[Answer]:
    """The answers in an order that is the same in every build and differs between questions."""
    return sorted(
        (question.right, *question.wrong),
        key=lambda answer: sha256(f"{question.question}\n{answer.text}".encode()).digest(),
    )
