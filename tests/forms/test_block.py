"""The blocks in Markdown: what they accept, and how a mistake stops the build."""

import subprocess
import sys
import textwrap
from functools import partial
from pathlib import Path

import pytest
import yaml

from livecalc.forms.block import BlockError
from livecalc.limits import within_time_limit
from tests.conftest import WriteTopic
from tests.forms.page import convert, parse, text
from tests.samples import SAVINGS, body, changed


@pytest.fixture
def package(write_topic: WriteTopic) -> str:
    return write_topic(SAVINGS)


def write_settings(package: str) -> None:
    settings = {
        "site_name": "Sample",
        "theme": {"name": None, "custom_dir": "theme"},
        "plugins": [],
        "markdown_extensions": [
            "pymdownx.superfences",
            {"livecalc.forms.block": {"calculators": package}},
        ],
    }
    Path("mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")


def build(package: str, page: str) -> str:
    """Build a site of one page with MkDocs, in this process; the page's HTML."""
    from mkdocs.commands.build import build as build_with_mkdocs
    from mkdocs.config import load_config

    docs = Path("docs")
    (docs / "guides").mkdir(parents=True, exist_ok=True)
    (docs / "guides/saving.md").write_text(page, encoding="utf-8")
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    write_settings(package)
    config = load_config("mkdocs.yml", strict=True)
    build_with_mkdocs(config)
    return Path("site/guides/saving/index.html").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def theme(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/main.html").write_text("{{ page.content }}")


FRONT_MATTER = "---\ntitle: Saving\ntags:\n  - money\n---\n"

#: What is wrong, the page, the line that the message must name, and what it must say.
MISTAKES = {
    "wrong name": (
        "# Saving\n\n/// calculator | saving\n///\n",
        3,
        "no calculator “saving”. Did you mean “savings”?",
    ),
    "no name": ("# Saving\n\n/// calculator\n///\n", 3, "There is no calculator"),
    "wrong option": (
        "/// calculator | savings\nyears: 2\ndepositt: 5\n///\n",
        3,
        "“depositt” is not an input of savings. Did you mean “deposit”?",
    ),
    "value out of range": (
        "/// calculator | savings\ndeposit: 5\nyears: 51\n///\n",
        3,
        "years: Enter at most 50 years.".replace("50 years", "50\u00a0years"),
    ),
    "text for a number": (
        "/// calculator | savings\ndeposit: five\n///\n",
        2,
        "deposit: “five” is not a number.",
    ),
    "no value": ("/// calculator | savings\ndeposit:\n///\n", 2, "deposit: Enter a number."),
    "list for a number": (
        "/// calculator | savings\ndeposit: [1, 2]\n///\n",
        2,
        "deposit: Enter a number.",
    ),
    "unknown choice": (
        "/// calculator | savings\npaid: weekly\n///\n",
        2,
        "paid: Choose one of at the end",
    ),
    "no YAML": (
        "/// calculator | savings\ndeposit: [1\n///\n",
        1,
        "the options are not 'name: value' lines",
    ),
    "no mapping": (
        "/// calculator | savings\ndeposit 5\n///\n",
        1,
        "write options as 'name: value' lines, not 'deposit 5'",
    ),
    "mistyped block": (
        "Text.\n\n/// calculater | savings\n///\n",
        3,
        "'/// calculater | savings' is not a block that this site knows",
    ),
    "unclosed block": (
        "/// calculator | savings\n\nMore text.\n\nAnd *more*.\n",
        1,
        "the block has no closing '///'",
    ),
    "unclosed block at the end": ("Text.\n\n/// calculator | savings\n", 3, "no closing '///'"),
    "option of details": (
        "/// calculator-details | savings\nyears: 2\n///\n",
        2,
        "'years' is not an option",
    ),
    "wrong name of details": (
        "/// calculator-details | saving\n///\n",
        1,
        "Did you mean “savings”?",
    ),
    "indented option": (
        "/// calculator | savings\n    depositt: 5\n\n///\n",
        2,
        "“depositt” is not an input",
    ),
    "quoted option": (
        '/// calculator | savings\n"years": 51\n///\n',
        2,
        "Enter at most",
    ),
    "second block of the same name": (
        "/// calculator | savings\nyears: 5\n///\n\n/// calculator | savings\nyears: 51\n///\n",
        6,
        "Enter at most",
    ),
    "after an example in a fence": (
        "```\n/// calculator | savings\nyears: 5\n///\n```\n\n"
        "/// calculator | savings\nyears: 51\n///\n",
        8,
        "Enter at most",
    ),
    "inside a list": (
        "- Item\n\n    /// calculator | savings\n    years: 51\n    ///\n",
        4,
        "Enter at most",
    ),
    "mistyped block below text": (
        "Text.\n/// calculater | savings\n///\n",
        2,
        "'/// calculater | savings' is not a block that this site knows",
    ),
    "mistyped block in a list": (
        "- /// calculater | savings\n  ///\n",
        1,
        "is not a block that this site knows",
    ),
}


@pytest.mark.parametrize("front_matter", ["", FRONT_MATTER], ids=["bare", "front matter"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_the_build_with_file_and_line(
    mistake: str, front_matter: str, package: str
) -> None:
    page, line, words = MISTAKES[mistake]
    with pytest.raises(BlockError) as caught:
        build(package, front_matter + page)
    line += front_matter.count("\n")
    message = str(caught.value)
    assert message.startswith(f"guides/saving.md:{line}: "), message
    assert words in message


def test_a_formula_that_cannot_be_read_stops_the_build_with_file_and_line(
    write_topic: WriteTopic,
) -> None:
    source = changed(("balance = deposit × (1", "balance = deposit × × (1"))
    package = write_topic(source)
    number = source.splitlines().index("def savings(") + 1
    with pytest.raises(BlockError) as caught:
        convert("/// calculator-details | savings\n///\n", package)
    message = str(caught.value)
    assert message.startswith(f"{package}/savings.py:{number}: {package}.savings.savings: Formula:")
    assert "“balance = deposit × × (1 + interest_apr) ^ years, if 1 < 2”" in message
    assert message.endswith("a value is expected before “×”")


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        (changed((", Le(50), YEARS] = 3", ", Le(50)] = 3")), "    years: Annotated", "no unit"),
        (changed(("Ge(0), Le(50)", "Ge(0)")), "    years: Annotated", "no range"),
        (changed(("YEARS] = 3", "YEARS]")), "    years: Annotated", "no default"),
        (changed(("Years. How long it stays.", "Years.")), "    years: Annotated", "no help"),
        (changed(('"""Verdict. In a word."""', '"""Verdict."""')), "verdict: str", "not described"),
        (changed(("    Sources:\n", "    Origin:\n")), "def savings(", "'Sources:'"),
    ],
)
def test_a_calculator_that_is_declared_wrongly_stops_the_build_with_file_and_line(
    source: str, line: str, words: str, write_topic: WriteTopic
) -> None:
    package = write_topic(source)
    number = next(at for at, text in enumerate(source.splitlines(), 1) if line in text)
    with pytest.raises(BlockError) as caught:
        build(package, "/// calculator | savings\n///\n")
    assert str(caught.value).startswith(f"{package}/savings.py:{number}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("raise ValueError('These inputs have no answer.')", "These inputs have no answer."),
        ("return 1 / 0", "The calculation failed (ZeroDivisionError"),
        ("return math.exp(1000)", "too large to be a number"),
    ],
)
def test_a_starting_value_without_answer_stops_the_build(
    statement: str, words: str, write_topic: WriteTopic
) -> None:
    package = write_topic(body(statement))
    with pytest.raises(BlockError, match=r"^guides/saving.md:3: ") as caught:
        build(package, "# Saving\n\n/// calculator | savings\n///\n")
    assert words in str(caught.value)


def test_a_calculation_without_end_stops_the_build(
    write_topic: WriteTopic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "livecalc.forms.form.within_time_limit", partial(within_time_limit, seconds=0.2)
    )
    package = write_topic(body("while True: pass"))
    with pytest.raises(BlockError, match=r"^guides/saving.md:1: savings: .* took longer than"):
        build(package, "/// calculator | savings\n///\n")


def test_the_build_command_fails_and_its_last_line_says_where(package: str) -> None:
    Path("docs").mkdir()
    Path("docs/index.md").write_text("# Saving\n\n/// calculator | saving\n///\n")
    write_settings(package)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "index.md:3: There is no calculator “saving”" in done.stderr.strip().splitlines()[-1]


def test_a_page_with_both_blocks_builds(package: str) -> None:
    page = "/// calculator | savings\n///\n\n/// calculator-details | savings\n///\n"
    html = build(package, FRONT_MATTER + page)
    tree = parse(html)
    assert len(list(tree.iter("live-calculator"))) == 1
    assert "def savings(" in text(tree)
    assert "///" not in html


@pytest.mark.parametrize(
    "page",
    [
        "/// calculator | savings\nyears: 7\n///\n",
        "/// calculator | savings\n    years: 7\n\n///\n",
        "/// calculator | savings\n    years: 7\n///\n",
        "//// calculator | savings\nyears: 7\n////\n",
        "1. Item\n\n    /// calculator | savings\n    years: 7\n    ///\n",
        "/// calculator | savings\n# how long\nyears: 7 # seven\n///\n",
    ],
)
def test_each_way_to_write_an_option_is_read(page: str, package: str) -> None:
    (years,) = parse(convert(page, package)).findall(".//input[@name='years']")
    assert years.attrib["data-value"] == "7"


@pytest.mark.parametrize(
    "page",
    [
        "```\n{}```\n",
        "```text\n{}```\n",
        "~~~~\n{}~~~~\n",
        "- Item\n\n    ```\n    /// calculator | savings\n    ///\n    ```\n",
        "    /// calculator | savings\n    ///\n",
        "`/// calculator | savings`\n",
    ],
)
def test_a_block_in_code_stays_code(page: str, package: str) -> None:
    tree = parse(convert(page.format("/// calculator | savings\nyears: 99\n///\n"), package))
    assert not list(tree.iter("live-calculator"))
    assert "/// calculator | savings" in "".join(text(one) for one in tree.iter("code"))


def test_the_same_calculator_twice_has_two_keys(package: str) -> None:
    page = "/// calculator | savings\n///\n\n/// calculator | savings\nyears: 7\n///\n"
    keys = [one.attrib["data-key"] for one in parse(convert(page, package)).iter("live-calculator")]
    assert keys == ["savings", "savings-2"]


def test_each_page_counts_its_own_calculators(package: str) -> None:
    from markdown import Markdown

    md = Markdown(
        extensions=["livecalc.forms.block"],
        extension_configs={"livecalc.forms.block": {"calculators": package}},
    )
    page = "/// calculator | savings\n///\n"
    first = md.convert(page)
    md.reset()
    assert md.convert(page) == first


def test_text_around_a_block_is_untouched(package: str) -> None:
    page = textwrap.dedent("""\
        # Saving

        Before *it*.

        /// calculator | savings
        ///

        After **it**.
    """)
    tree = parse(convert(page, package))
    assert [one.tag for one in tree] == ["h1", "p", "live-calculator", "p"]
    assert [text(one) for one in tree.findall("p")] == ["Before it.", "After it."]
