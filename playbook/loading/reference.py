"""Reads what pages look up: terms, claims, checklists, other pages, changes."""

from playbook.facts import Change, Checklist, Claim, Page, Term, TermGroup
from playbook.language import DATED, QUOTATION
from playbook.loading.avenues import read_checks, review_interval
from playbook.loading.fields import Fields


def read_term(entry_id: str, fields: Fields) -> Term:
    """Read a word of the glossary."""
    return Term(
        id=entry_id,
        name=fields.text("name"),
        forms=fields.texts("forms", may_be_empty=True),
        meaning=fields.text("meaning", at_most=280),
        group=fields.choice("group", TermGroup, "group of terms"),
        see=fields.references("see", "terms", may_be_empty=True),
        page=fields.optional_page("page"),
    )


def read_claim(entry_id: str, fields: Fields) -> Claim:
    """Read what is promised elsewhere, and what was found."""
    return Claim(
        id=entry_id,
        claim=fields.text("claim", rules=QUOTATION),
        found=fields.text("found"),
        sources=fields.references("sources", "sources"),
        avenues=fields.references("avenues", "avenues", may_be_empty=True),
    )


def read_checklist(entry_id: str, fields: Fields) -> Checklist:
    """Read a list of checks."""
    return Checklist(
        id=entry_id,
        name=fields.text("name"),
        intro=fields.text("intro"),
        items=read_checks(fields, "items"),
    )


def read_page(entry_id: str, fields: Fields) -> Page:
    """Read when a page was reviewed."""
    return Page(
        id=entry_id,
        page=fields.page("page"),
        rule=fields.text("rule"),
        reviewed=fields.day("reviewed"),
        review_interval_days=review_interval(fields),
    )


def read_change(entry_id: str, fields: Fields) -> Change:
    """Read what changed on a day."""
    change = Change(
        id=entry_id,
        date=fields.day("date"),
        what=fields.text("what", at_most=200, rules=DATED),
        page=fields.page("page"),
    )
    if not entry_id.startswith(f"{change.date}-"):
        fields.report(
            "date",
            f"{change.date} is not the date in the file name",
            f"name the file {change.date}-….yml",
        )
    return change
