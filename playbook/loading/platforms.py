"""Reads platforms: what is said to be over needs two sources, and a way out."""

from playbook.facts import ENDING, LEAVING, STATUS_WORDS, Platform, Status
from playbook.loading.avenues import review_interval
from playbook.loading.evidence import Grades, refuse_leads_alone
from playbook.loading.fields import Fields


def read_platform(entry_id: str, fields: Fields, grades: Grades) -> Platform:
    """Read a platform and its status."""
    status: Status = fields.choice("status", Status, "status")
    platform = Platform(
        id=entry_id,
        name=fields.text("name"),
        page=fields.page("page"),
        avenues=fields.references("avenues", "avenues"),
        what=fields.text("what"),
        earns=fields.text("earns"),
        costs=fields.text("costs"),
        status=status,
        status_as_of=fields.partial_date("status_as_of"),
        status_note=fields.text("status_note"),
        sources=fields.references("sources", "sources", may_be_empty=status == "not-found"),
        incidents=fields.references("incidents", "incidents", may_be_empty=True),
        exit=fields.text_or_null("exit"),
        reviewed=fields.day("reviewed"),
        review_interval_days=review_interval(fields),
    )
    word = STATUS_WORDS[status].lower()
    if status in ENDING:
        if len(platform.sources) == 1:
            fields.report("sources", f"one source says '{word}'", "add a second, independent one")
        refuse_leads_alone(fields, platform.sources, grades, f"'{word}'")
    if status in LEAVING and platform.exit is None:
        fields.report("exit", f"is empty although the status is '{word}'", "say how to get out")
    return platform
