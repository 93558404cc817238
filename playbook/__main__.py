"""`python -m playbook` checks the facts and names the avenues whose review is overdue."""

import argparse
import sys
from pathlib import Path

from livecalc.forms.current import current_calculators
from playbook.loading import FactsError, latest_today, load_facts
from playbook.wording import date_in_words


def main() -> int:
    """Check; 1 when something is wrong, 0 otherwise, overdue or not."""
    parser = argparse.ArgumentParser(prog="python -m playbook", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the facts")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the pages")
    parser.add_argument("--calculators", default="calculators", help="package of calculators")
    arguments = parser.parse_args()
    today = latest_today()
    try:
        facts = load_facts(
            arguments.data,
            docs=arguments.docs,
            calculators=current_calculators(arguments.calculators),
            today=today,
        )
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"{len(facts.sources)} sources, {len(facts.figures)} figures, "
        f"{len(facts.incidents)} incidents, {len(facts.risks)} kinds of risk, "
        f"{len(facts.avenues)} avenues, {len(facts.platforms)} platforms, "
        f"{len(facts.terms)} terms, {len(facts.claims)} claims: all in order"
    )
    for avenue in sorted(facts.avenues.values(), key=lambda one: one.review_due):
        if avenue.is_overdue(today):
            print(f"overdue since {date_in_words(avenue.review_due)}: {avenue.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
