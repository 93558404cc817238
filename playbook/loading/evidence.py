"""Reads sources, figures, incidents: nothing that rests on a lead alone passes."""

from collections.abc import Mapping

from playbook.facts import Figure, Grade, Incident, Source
from playbook.language import DATED, QUOTATION
from playbook.loading.fields import NOWHERE, Fields

type Grades = Mapping[str, Grade]


def read_source(entry_id: str, fields: Fields) -> Source:
    """Read a document."""
    source = Source(
        id=entry_id,
        url=fields.url("url"),
        title=fields.text("title", rules=QUOTATION),
        publisher=fields.text("publisher", rules=QUOTATION),
        published=fields.partial_date_or_null("published"),
        accessed=fields.day("accessed"),
        grade=fields.choice("grade", Grade, "grade", "A (primary), B (secondary) or C (lead)"),
    )
    if source.published and NOWHERE < source.accessed < source.published.earliest:
        fields.report(
            "accessed",
            f"{source.accessed} is before the document was published ({source.published})",
            "correct one of the two dates",
        )
    return source


def read_figure(entry_id: str, fields: Fields, grades: Grades) -> Figure:
    """Read a number with its date."""
    low, high = fields.number_or_range("value")
    figure = Figure(
        id=entry_id,
        what=fields.text("what", rules=DATED),
        low=low,
        high=high,
        unit=fields.text("unit"),
        as_of=fields.partial_date("as_of"),
        sources=fields.references("sources", "sources"),
        note=fields.optional_text("note", rules=DATED),
    )
    if figure.unit.lower() in {"%", "percent", "per cent"}:
        fields.report("unit", "percent is not a unit here", "write unit: fraction and 0.05 for 5 %")
    refuse_leads_alone(fields, figure.sources, grades, "a figure")
    return figure


def read_incident(entry_id: str, fields: Fields, grades: Grades) -> Incident:
    """Read something that went wrong."""
    incident = Incident(
        id=entry_id,
        date=fields.day("date"),
        name=fields.text("name", rules=DATED),
        loss_usd=fields.loss("loss_usd"),
        what=fields.text("what", rules=DATED),
        risk=fields.reference("risk", "risks"),
        sources=fields.references("sources", "sources"),
        note=fields.optional_text("note", rules=DATED),
    )
    if incident.loss_usd is not None and incident.note is None:
        fields.report(
            "note", "is missing beside a loss", "say how the loss was counted, and by whom"
        )
    if incident.loss_usd is not None:
        refuse_leads_alone(fields, incident.sources, grades, "a loss")
    elif incident.risk == "platform-closure":
        refuse_leads_alone(fields, incident.sources, grades, "a closure")
    return incident


def refuse_leads_alone(fields: Fields, sources: tuple[str, ...], grades: Grades, what: str) -> None:
    """Report a statement that no primary or established secondary source supports."""
    if sources and all(grades.get(entry_id) == "C" for entry_id in sources):
        fields.report(
            "sources",
            f"only grade C stands behind {what}",
            "add a primary or an established secondary source, or leave it out",
        )
