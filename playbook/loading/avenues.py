"""Reads kinds of risk and avenues: an avenue without a worst case or a way to check it fails."""

from playbook.facts import (
    LIKELIHOOD_WORDS,
    SEVERITY_WORDS,
    Answer,
    Avenue,
    AvenueRisk,
    Check,
    Evidence,
    FirstIncome,
    Income,
    Payment,
    Question,
    Risk,
    Skill,
)
from playbook.language import DATED, QUOTATION
from playbook.loading.fields import Fields

#: The name of the reader in every money flow.
YOU = "You"

_LONGEST_INTERVAL = 3_650
_HOURS_OF_A_WEEK = 168


def read_risk(entry_id: str, fields: Fields) -> Risk:
    """Read a kind of risk."""
    return Risk(
        id=entry_id,
        name=fields.text("name"),
        definition=fields.text("definition"),
        page=fields.page("page"),
        signs=fields.texts("signs"),
        reduce=fields.texts("reduce"),
        reviewed=fields.day("reviewed"),
        review_interval_days=review_interval(fields),
    )


def read_avenue(entry_id: str, fields: Fields) -> Avenue:
    """Read a way to earn."""
    avenue = Avenue(
        id=entry_id,
        name=fields.text("name"),
        summary=fields.text("summary", at_most=200),
        guide=fields.page("guide"),
        calculators=fields.calculators("calculators"),
        platforms=fields.references("platforms", "platforms"),
        who_pays=fields.text("who_pays"),
        worst_case=fields.text("worst_case"),
        ordinary_alternative=fields.text("ordinary_alternative"),
        income=fields.choice("income", Income, "kind of income"),
        skill=fields.choice("skill", Skill, "level of skill"),
        capital_usd=fields.span("capital_usd", "US dollars"),
        capital_as_of=fields.partial_date("capital_as_of"),
        hours_per_week=fields.span("hours_per_week", "hours a week"),
        first_income=fields.choice("first_income", FirstIncome, "time to the first income"),
        lockup_days=fields.span("lockup_days", "days"),
        evidence=fields.choice("evidence", Evidence, "strength of evidence"),
        evidence_note=fields.text("evidence_note"),
        money_flow=_money_flow(fields),
        risks=tuple(_avenue_risk(row) for row in fields.rows("risks")),
        checklist=read_checks(fields, "checklist", 6, 9),
        quiz=tuple(_question(row) for row in fields.rows("quiz", 5, 5)),
        reviewed=fields.day("reviewed"),
        review_interval_days=review_interval(fields),
    )
    if avenue.hours_per_week.high > _HOURS_OF_A_WEEK:
        fields.report("hours_per_week", "is more than a week has", "write hours of one week")
    kinds = [risk.risk for risk in avenue.risks]
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        fields.report("risks", f"names '{kind}' twice", "make one row of the two")
    return avenue


def read_checks(fields: Fields, key: str, low: int = 1, high: int = 0) -> tuple[Check, ...]:
    """Read the items of a checklist."""
    return tuple(_check(row) for row in fields.rows(key, low, high))


def review_interval(fields: Fields) -> int:
    """Read how many days a review holds."""
    return fields.whole_number("review_interval_days", 1, _LONGEST_INTERVAL)


def _money_flow(fields: Fields) -> tuple[Payment, ...]:
    payments = tuple(_payment(row) for row in fields.rows("money_flow", 3, 7))
    parties = {party for one in payments for party in (one.payer, one.payee)}
    if payments and YOU not in parties:
        fields.report(
            "money_flow", "shows no money that reaches or leaves you", f"name the reader {YOU}"
        )
    return payments


def _payment(row: Fields) -> Payment:
    payment = Payment(
        payer=row.text("from", at_most=24),
        payee=row.text("to", at_most=24),
        what=row.text("what", at_most=40),
    )
    if payment.payer and payment.payer == payment.payee:
        row.report("to", f"'{payment.payee}' pays itself", "name who receives it")
    row.refuse_the_rest()
    return payment


def _avenue_risk(row: Fields) -> AvenueRisk:
    risk = AvenueRisk(
        risk=row.reference("risk", "risks"),
        severity=row.whole_number("severity", min(SEVERITY_WORDS), max(SEVERITY_WORDS)),
        likelihood=row.whole_number("likelihood", min(LIKELIHOOD_WORDS), max(LIKELIHOOD_WORDS)),
        note=row.text("note"),
        incidents=row.references("incidents", "incidents", may_be_empty=True),
    )
    row.refuse_the_rest()
    return risk


def _check(row: Fields) -> Check:
    check = Check(check=row.text("check"), why=row.text("why"), how=row.text("how"))
    row.refuse_the_rest()
    return check


def _question(row: Fields) -> Question:
    # The amounts are those of the guide, which says when or that they are an example.
    question = Question(
        question=row.text("question", rules=DATED),
        right=Answer(row.text("right", rules=DATED), row.text("because", rules=DATED)),
        wrong=tuple(_wrong_answer(one) for one in row.rows("wrong", 3, 3)),
    )
    answers = [question.right.text, *(one.text for one in question.wrong)]
    if len(set(answers)) < len(answers):
        row.report("wrong", "gives one answer twice", "write four different answers")
    row.refuse_the_rest()
    return question


def _wrong_answer(row: Fields) -> Answer:
    # A wrong answer may be what promotional writing says.
    answer = Answer(row.text("answer", rules=QUOTATION), row.text("because", rules=DATED))
    row.refuse_the_rest()
    return answer
