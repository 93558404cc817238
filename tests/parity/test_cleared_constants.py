"""What the image of Python's memory lacks is never read: zeros there would be wrong answers."""

import json
import subprocess
from pathlib import Path
from typing import Final

from livecalc.runtime.scripts import find_node
from tests.built_site import ROOT
from tests.parity.test_explore import calls, requests, simulations
from tests.parity.test_parity import CALLS

#: A sample of what parity is held by: watching each read takes its time.
SAMPLE: Final = [*CALLS[::25], *calls(simulations)[::4], *calls(requests)[::25]]


def test_no_call_reads_a_constant_that_the_image_leaves_out(site: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            find_node(),
            Path(__file__).with_name("watch-reads.mjs"),
            site / "livecalc",
            ROOT / "node_modules",
            tmp_path,
        ],
        input="".join(f"{json.dumps(one)}\n" for one in SAMPLE),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    watched = json.loads(done.stdout)
    assert watched["reads"] > 1_000_000
    assert watched["bytes"] > 1_000_000
    assert watched["found"] == []
