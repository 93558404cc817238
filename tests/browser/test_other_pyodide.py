"""Somebody else's Pyodide page, on an origin of its own, loads the calculators by name."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from livecalc.interface.call import answer
from livecalc.interface.registry import find_calculators
from livecalc.site.preview import serve_folder
from tests.browser.visit import approximately, visiting
from tests.built_site import ROOT
from tests.docs.test_use_from_python import INPUTS, code

_HOST = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page with Pyodide</title>
<link rel="icon" href="data:,"><script src="pyodide/pyodide.js"></script></head>
<body><script type="module">
CODE
globalThis.apy = result;
globalThis.answer = pyodide.runPython(`
from livecalc.interface.call import call
from livecalc.interface.registry import find_calculators
call(find_calculators("calculators"), "staking-apy", inputs)
`, { globals: pyodide.toPy({ inputs: 'INPUTS' }) });
</script></body></html>
"""


@pytest.fixture
def host(tmp_path: Path, served: str) -> Path:
    """A page with the code that the site shows, and Pyodide as npm installs it."""
    (tmp_path / "pyodide").symlink_to(ROOT / "node_modules/pyodide")
    (shown,) = code("js")
    text = _HOST.replace("CODE", shown.replace("https://playbook.example", served))
    (tmp_path / "index.html").write_text(text.replace("INPUTS", json.dumps(INPUTS)), "utf-8")
    return tmp_path


def test_plain_pyodide_page_gets_the_numbers_of_the_site(
    browser: Browser, host: Path, served: str
) -> None:
    native = answer(find_calculators("calculators"), "staking-apy", INPUTS)
    with serve_folder(host) as origin, visiting(browser, origin) as visit:
        visit.open("/")
        visit.page.wait_for_function("'answer' in globalThis", timeout=60_000)
        assert json.loads(visit.page.evaluate("answer")) == approximately(
            json.loads(json.dumps(native))
        )
        assert visit.page.evaluate("apy") == approximately(native["outputs"]["apy"])
        assert visit.problems == []
        wheels = [one.url for one in visit.requests if one.url.endswith(".whl")]
        assert len(wheels) == 2
        assert all(one.startswith(f"{served}/livecalc/") for one in wheels)
        assert all(one.url.startswith((served, origin, "data:")) for one in visit.requests)
