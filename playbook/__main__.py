"""`python -m playbook [check | overdue]`: are the facts in order, and what has grown old?"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from livecalc.forms.current import current_calculators
from playbook.facts import Facts
from playbook.freshness import Review, due_within, reviews
from playbook.loading import FactsError, latest_today, load_facts
from playbook.page_language import check_pages
from playbook.wording import date_in_words


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m playbook", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the facts")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the pages")
    parser.add_argument("--calculators", default="calculators", help="package of calculators")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("check", help="check facts and pages; what runs without a command")
    overdue_parser = commands.add_parser("overdue", help="list the reviews that have run out")
    overdue_parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="the day to judge by; default: today"
    )
    overdue_parser.add_argument(
        "--within", type=int, default=0, metavar="DAYS", help="also those that run out so soon"
    )
    overdue_parser.add_argument(
        "--fail", action="store_true", help="exit with 1 when a review has run out"
    )
    options = parser.parse_args(arguments)
    try:
        facts = load_facts(
            options.data,
            docs=options.docs,
            calculators=current_calculators(options.calculators),
        )
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    if options.command == "overdue":
        today = options.on or latest_today()
        count = overdue(facts, today, options.within, options.data)
        return 1 if options.fail and count else 0
    return check(facts, options.docs)


def check(facts: Facts, docs: Path) -> int:
    """Check the pages too, and say what there is; 1 when a page is wrong."""
    problems = check_pages(docs)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    print(f"{_counts(facts)}: all in order")
    return 0


def overdue(facts: Facts, today: date, within: int, data: Path) -> int:
    """List what is overdue, and what soon will be; return how many are overdue."""
    listed = due_within(facts, today, within)
    for review in listed:
        print(_line(review, today, data))
    late = sum(one.is_overdue(today) for one in listed)
    print(f"{late} of {len(reviews(facts))} reviews overdue on {date_in_words(today)}")
    return late


def _line(review: Review, today: date, data: Path) -> str:
    days = review.days_left(today)
    state = f"overdue for {_days(-days)}" if days < 0 else f"runs out in {_days(days)}"
    return f"{data.name}/{review.file}: {review.name}: {state} ({date_in_words(review.due)})"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _counts(facts: Facts) -> str:
    counts = {
        "sources": facts.sources,
        "figures": facts.figures,
        "incidents": facts.incidents,
        "kinds of risk": facts.risks,
        "avenues": facts.avenues,
        "platforms": facts.platforms,
        "terms": facts.terms,
        "claims": facts.claims,
        "checklists": facts.checklists,
        "pages": facts.pages,
        "changes": facts.changes,
    }
    return ", ".join(f"{len(entries)} {name}" for name, entries in counts.items())


if __name__ == "__main__":
    sys.exit(main())
