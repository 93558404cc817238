"""Takes turns, so that whatever else the machine does hits everyone alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from playwright.sync_api import Browser

from bench.contestants import Contestant
from bench.host import Place
from bench.throttling import Network
from bench.visit import time_to_first_result

#: Which contestant, and whether for the second time.
type Row = tuple[str, bool]


def measure_start(
    browser: Browser,
    contestants: Iterable[Contestant],
    places: Mapping[str, Place],
    rounds: int,
    *,
    network: Network | None = None,
    again: bool = True,
) -> Mapping[Row, list[float]]:
    """Visit everyone in turn, A B C A B C, each with an empty cache.

    Args:
        browser: Each first visit has settings and a cache of its own in it.
        contestants: Who takes part.
        places: Where their pages are.
        rounds: How often everyone has a turn.
        network: A slower network than the machine's own.
        again: Whether those who want it get a second visit, with the cache of the first.

    Returns:
        Milliseconds from navigation to result for each kind of visit, in the order of the rounds.
    """
    times: dict[Row, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for one in contestants:
            with browser.new_context() as context:
                for second in (False, True) if again and one.again else (False,):
                    time = time_to_first_result(context, one, places[one.place], network)
                    times[one.name, second].append(time)
    return times
