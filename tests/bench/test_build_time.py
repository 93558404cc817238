"""The same pages and settings, without what is ours."""

from pathlib import Path

from bench.build_time import lay_out_plain, without_blocks, without_ours
from tests.built_site import ROOT


def test_a_block_goes_with_what_is_in_it() -> None:
    page = "# A\n\n/// calculator | staking-apy\nstake: 100\n///\n\ntext\n"
    assert without_blocks(page) == "# A\n\n\ntext\n"


def test_a_block_within_a_block_goes_with_it() -> None:
    assert without_blocks("/// a\n/// b\nx\n///\ny\n///\nz\n") == "z\n"


def test_a_block_that_a_fence_shows_stays() -> None:
    page = "```\n/// calculator | staking-apy\n///\n```\n/// sources\n///\nend\n"
    assert without_blocks(page) == "```\n/// calculator | staking-apy\n///\n```\nend\n"


def test_settings_lose_what_is_ours_and_keep_the_rest() -> None:
    settings = (
        "site_name: A\n"
        "extra_css:\n  - livecalc/livecalc.css\n"
        "markdown_extensions:\n  - tables\n  - livecalc.forms.block\n  - playbook.extension\n"
        "  - toc:\n      permalink: true\n"
        "  - pymdownx.snippets:\n      base_path: [livecalc/site]\n      check_paths: true\n"
        "plugins:\n  - search\n"
    )
    assert without_ours(settings) == (
        "site_name: A\nmarkdown_extensions:\n  - tables\n  - toc:\n      permalink: true\n"
        "plugins:\n  - search\n"
    )


def test_nothing_of_ours_is_left_in_the_plain_copy(tmp_path: Path) -> None:
    lay_out_plain(ROOT, tmp_path)
    settings = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert "livecalc" not in settings.partition("nav:")[0]
    assert "- search" in settings
    pages = {one.relative_to(tmp_path) for one in tmp_path.rglob("*.md")}
    assert pages == {one.relative_to(ROOT) for one in (ROOT / "docs").rglob("*.md")}
    guide = (tmp_path / "docs/guides/staking.md").read_text(encoding="utf-8")
    assert "///" not in guide
    assert "# " in guide
