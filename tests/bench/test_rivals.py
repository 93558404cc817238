"""The pages we compare with ask this machine for everything."""

import re

from bench.contestants import EXPRESSION
from bench.rivals import render_fence, with_local_addresses
from livecalc.runtime import PYODIDE_VERSION


def test_the_fence_is_the_one_markdown_exec_makes_with_the_same_pyodide() -> None:
    html = render_fence()
    assert 'class="pyodide-editor"' in html
    assert EXPRESSION in html
    assert f"cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full/pyodide.js" in html


def test_nothing_of_the_fence_is_left_on_another_host() -> None:
    html = render_fence()
    hosts = set(re.findall(r'(?:src|href)="https://([^/]+)/', html))
    assert hosts == {"cdn.jsdelivr.net", "cdnjs.cloudflare.com"}
    local = with_local_addresses(html)
    assert "https://" not in local
    assert all(f'="/{host}/' in local for host in hosts)
