"""Reads `data/` strictly: a fact that is incomplete, undated or unsupported stops the build."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from playbook.facts import Change, Facts
from playbook.loading.avenues import read_avenue, read_risk
from playbook.loading.consistency import contradictions
from playbook.loading.evidence import read_figure, read_incident, read_source
from playbook.loading.fields import Fields
from playbook.loading.platforms import read_platform
from playbook.loading.problems import FactsError, Problem
from playbook.loading.reading import FOLDERS, Reading
from playbook.loading.reference import (
    read_change,
    read_checklist,
    read_claim,
    read_page,
    read_term,
)

__all__ = ["FOLDERS", "FactsError", "Problem", "latest_today", "load_changes", "load_facts"]


def latest_today() -> date:
    """Today where the day begins first, so that no contributor's own date counts as future."""
    return datetime.now(timezone(timedelta(hours=14))).date()


def load_facts(
    folder: Path, *, docs: Path, calculators: Collection[str], today: date | None = None
) -> Facts:
    """Read and check every entry.

    Args:
        folder: The folder that holds one folder for each kind of entry.
        docs: The folder of the pages that entries name.
        calculators: Public names of the calculators there are.
        today: The day after which a date lies in the future; by default the current one.

    Returns:
        The facts, each reference in them leading to an entry, a calculator or a page.

    Raises:
        FactsError: Something is wrong; all problems of all files are named at once.
    """
    reading = Reading(today or latest_today(), calculators, docs)
    reading.refuse_other_folders(folder)
    files = {kind: reading.find_files(folder, kind) for kind in FOLDERS}
    reading.ids = {kind: frozenset(found) for kind, found in files.items()}

    def entries[Entry](kind: str, read: Callable[[str, Fields], Entry]) -> dict[str, Entry]:
        return _entries(reading, folder, kind, files[kind], read)

    sources = entries("sources", read_source)
    grades = {entry_id: source.grade for entry_id, source in sources.items()}
    facts = Facts(
        sources=sources,
        figures=entries("figures", partial(read_figure, grades=grades)),
        incidents=entries("incidents", partial(read_incident, grades=grades)),
        risks=entries("risks", read_risk),
        avenues=entries("avenues", read_avenue),
        platforms=entries("platforms", partial(read_platform, grades=grades)),
        terms=entries("terms", read_term),
        claims=entries("claims", read_claim),
        checklists=entries("checklists", read_checklist),
        pages=entries("pages", read_page),
        changes=entries("changes", read_change),
    )
    if not reading.problems:
        reading.problems += contradictions(facts, folder.name, docs)
    if reading.problems:
        raise FactsError(reading.problems)
    return facts


def load_changes(folder: Path, *, docs: Path) -> Mapping[str, Change]:
    """Read what changed, and nothing else.

    Args:
        folder: The folder of the facts.
        docs: The folder of the pages that entries name.

    Raises:
        FactsError: Something is wrong with them.
    """
    reading = Reading(latest_today(), (), docs)
    files = reading.find_files(folder, "changes")
    changes = _entries(reading, folder, "changes", files, read_change)
    if reading.problems:
        raise FactsError(reading.problems)
    return changes


def _entries[Entry](
    reading: Reading,
    folder: Path,
    kind: str,
    files: Mapping[str, Path],
    read: Callable[[str, Fields], Entry],
) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry_id, path in files.items():
        shown = f"{folder.name}/{kind}/{path.name}"
        mapping = reading.open(path, shown)
        if mapping is not None:
            fields = Fields(reading, shown, mapping)
            found[entry_id] = read(entry_id, fields)
            fields.refuse_the_rest()
    return found
