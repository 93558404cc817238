"""The command line: what it prints, where, and with which exit code."""

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import redirect_stderr, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from livecalc.cli import main
from livecalc.forms.description import describe
from livecalc.interface.registry import find_calculators
from livecalc.limits import within_time_limit
from tests.built_site import ROOT
from tests.conftest import WriteTopic
from tests.samples import PATIENCE, SAVINGS, body, changed

REAL = find_calculators("calculators")

type Capture = pytest.CaptureFixture[str]


@pytest.fixture
def package(write_topic: WriteTopic) -> str:
    return write_topic(SAVINGS)


def printed_json(capsys: Capture) -> Any:
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


def test_list_names_every_calculator_with_its_summary(capsys: Capture) -> None:
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(REAL)
    assert all(describe(REAL[line.split()[0]]).summary in line for line in lines)


def test_list_as_json_gives_name_title_summary_and_module(capsys: Capture) -> None:
    assert main(["list", "--json"]) == 0
    entries = printed_json(capsys)
    assert entries == [describe(spec).as_list_entry() for spec in REAL.values()]
    assert {"name", "title", "summary", "module"} == set(entries[0])


@pytest.mark.parametrize("name", REAL)
def test_show_as_json_gives_what_the_contract_promises(name: str, capsys: Capture) -> None:
    assert main(["show", name, "--json"]) == 0
    shown = printed_json(capsys)
    assert {"inputs", "outputs", "formula", "assumptions", "sources"} <= set(shown)
    promised = {"name", "label", "help", "unit", "default", "min", "max", "choices"}
    assert all(promised <= set(one) for one in shown["inputs"])
    assert all({"name", "label", "unit"} <= set(one) for one in shown["outputs"])


def test_show_tells_people_inputs_outputs_and_sections(package: str, capsys: Capture) -> None:
    assert main(["--calculators", package, "show", "savings"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  interest_apr = 4.1\u00a0%" in lines
    assert "  paid = at the end" in lines
    assert "  compounded = True" in lines
    assert "      Deposit. What is paid in <u>today</u>." in lines
    headings = {"Inputs", "Outputs", "Formula", "Assumptions", "Not modelled", "Sources"}
    assert headings <= set(lines)


def test_run_as_json_gives_all_inputs_as_used_and_all_outputs(capsys: Capture) -> None:
    assert main(["run", "staking-apy", "stake=100", "reward_apr=5%", "--json"]) == 0
    reply = printed_json(capsys)
    assert list(reply) == ["calculator", "inputs", "outputs"]
    assert reply["calculator"] == "staking-apy"
    assert list(reply["inputs"]) == [one.name for one in REAL["staking-apy"].inputs]
    assert (reply["inputs"]["stake"], reply["inputs"]["reward_apr"]) == (100, 0.05)
    assert list(reply["outputs"]) == [one.name for one in REAL["staking-apy"].outputs]


@pytest.mark.parametrize("written", ["4.1%", "4.1 %", "0.041", "41e-3"])
def test_a_rate_may_be_percent_or_a_fraction(written: str, package: str, capsys: Capture) -> None:
    assert (
        main(["--calculators", package, "run", "savings", f"interest_apr={written}", "--json"]) == 0
    )
    assert printed_json(capsys)["inputs"]["interest_apr"] == 0.041


def test_run_prints_labels_and_values_for_people(package: str, capsys: Capture) -> None:
    words = ["run", "savings", "deposit=100", "interest_apr=0", "years=1", "compounded=false"]
    assert main(["--calculators", package, *words]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    values = dict(line.rsplit("  ", 1) for line in printed.out.splitlines()[:5])
    assert {label.strip(): text.strip() for label, text in values.items()} == {
        "Balance at the end": "$100.00",
        "If the bank fails": "$0.00",
        "Years to double": "none",
        "Verdict": "poor",
        "Grows": "False",
    }
    assert "Year by year" in printed.out
    assert printed.out.rstrip().splitlines()[-1].split() == ["1", "$100.00", "<1>"]


#: The words of a call, and the kind and the input of the error they meet.
BAD_CALLS = {
    "below": (["deposit=0"], "below-minimum", "deposit"),
    "above": (["years=51"], "above-maximum", "years"),
    "text": (["deposit=much"], "not-a-number", "deposit"),
    "empty": (["deposit="], "not-a-number", "deposit"),
    "nan": (["deposit=nan"], "not-a-number", "deposit"),
    "infinity": (["deposit=inf"], "not-a-number", "deposit"),
    "huge": (["deposit=1e999"], "above-maximum", "deposit"),
    "percent of money": (["deposit=5%"], "not-a-number", "deposit"),
    "half a year": (["years=1.5"], "not-an-integer", "years"),
    "no truth value": (["compounded=maybe"], "not-a-choice", "compounded"),
    "no choice": (["paid=weekly"], "not-a-choice", "paid"),
    "unknown input": (["depositt=5"], "unknown-input", "depositt"),
    "markup": (["<script>=1"], "unknown-input", "<script>"),
    "no value": (["deposit"], "unknown-input", "deposit"),
}


@pytest.mark.parametrize("bad", BAD_CALLS)
def test_bad_input_is_an_error_with_exit_code_2(bad: str, package: str, capsys: Capture) -> None:
    words, kind, name = BAD_CALLS[bad]
    assert main(["--calculators", package, "run", "savings", *words, "--json"]) == 2
    reply = printed_json(capsys)
    assert list(reply) == ["calculator", "error"]
    assert set(reply["error"]) == {"kind", "input", "message"}
    assert (reply["error"]["kind"], reply["error"]["input"]) == (kind, name)

    assert main(["--calculators", package, "run", "savings", *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"livecalc: {name}: {reply['error']['message']}\n"


def test_every_bad_input_is_named_at_once(package: str, capsys: Capture) -> None:
    assert main(["--calculators", package, "run", "savings", "deposit=0", "years=51"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["deposit", "years"]


@pytest.mark.parametrize("command", [["run", "staking-api"], ["show", "staking-api"]])
def test_an_unknown_calculator_is_answered_with_the_closest(
    command: list[str], capsys: Capture
) -> None:
    assert main(command) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("livecalc: There is no calculator “staking-api”.")
    assert "Did you mean “staking-apy”?" in printed.err


def test_an_unknown_input_is_answered_with_the_closest(package: str, capsys: Capture) -> None:
    assert main(["--calculators", package, "run", "savings", "yers=1"]) == 2
    assert "Did you mean “years”?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("statement", "kind", "words"),
    [
        ("raise ValueError('Nothing to save.')", "no-answer", "Nothing to save."),
        ("return 1 / 0", "failed", "ZeroDivisionError"),
        ("return math.exp(1000)", "not-finite", "too large"),
    ],
)
def test_a_failing_calculator_is_reported(
    statement: str, kind: str, words: str, write_topic: WriteTopic, capsys: Capture
) -> None:
    package = write_topic(body(statement))
    assert main(["--calculators", package, "run", "savings", "--json"]) == 2
    error = printed_json(capsys)["error"]
    assert (error["kind"], error["input"]) == (kind, None)
    assert words in error["message"]


@pytest.mark.parametrize("number", ["math.inf", "-math.inf", "math.nan"])
def test_a_result_that_is_not_finite_is_reported(
    number: str, write_topic: WriteTopic, capsys: Capture
) -> None:
    package = write_topic(changed(("balance=balance_after(years)", f"balance={number}")))
    assert main(["--calculators", package, "run", "savings", "--json"]) == 2
    assert printed_json(capsys)["error"]["kind"] == "not-finite"


def test_a_calculation_without_end_is_stopped(
    write_topic: WriteTopic, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("livecalc.cli.within_time_limit", partial(within_time_limit, seconds=0.2))
    package = write_topic(body("while True: pass"))
    assert main(["--calculators", package, "run", "savings", "--json"]) == 2
    error = printed_json(capsys)["error"]
    assert (error["kind"], error["input"]) == ("timeout", None)
    assert "seconds and was stopped" in error["message"]


def test_a_long_calculation_is_answered_without_a_word_about_its_progress_in_a_pipe(
    write_topic: WriteTopic, capsys: Capture
) -> None:
    package = write_topic(PATIENCE, "patience")
    assert main(["--calculators", package, "run", "patience", "draws=50", "--json"]) == 0
    assert printed_json(capsys)["outputs"]["drawn"] == 50


def test_a_long_calculation_shows_its_progress_on_a_terminal_and_leaves_none_of_it(
    write_topic: WriteTopic, capfd: Capture
) -> None:
    package = write_topic(PATIENCE, "patience")
    ours, terminal = pty.openpty()
    with open(terminal, "w") as stderr, redirect_stderr(stderr):  # noqa: PTH123
        assert main(["--calculators", package, "run", "patience", "draws=400"]) == 0
    shown = os.read(ours, 10_000).decode().split("\r")
    os.close(ours)
    # What follows the last return is what stays in the line.
    assert shown[0] == shown[-1] == ""
    assert shown[-2].strip() == ""
    assert [one.strip() for one in shown[1:-2]] == [f"{percent}%" for percent in range(100)]
    assert "Drawn" in capfd.readouterr().out


def test_a_long_calculation_that_stops_getting_on_is_stopped(
    write_topic: WriteTopic, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("livecalc.cli.within_time_limit", partial(within_time_limit, seconds=0.2))
    package = write_topic(PATIENCE, "patience")
    words = ["run", "patience", "behaviour=hangs", "--json"]
    assert main(["--calculators", package, *words]) == 2
    error = printed_json(capsys)["error"]
    assert error["kind"] == "timeout"
    assert error["message"] == "The calculation made no progress for 0.2 seconds and was stopped."


def test_ctrl_c_ends_a_long_calculation_without_a_traceback(
    write_topic: WriteTopic, tmp_path: Path
) -> None:
    package = write_topic(PATIENCE, "patience")
    ours, terminal = pty.openpty()
    running = subprocess.Popen(
        [
            Path(sys.executable).with_name("livecalc"),
            *("--calculators", package, "run", "patience", "draws=100000000"),
        ],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=terminal,
        # A shell makes what it starts in the background deaf to it.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    os.close(terminal)
    shown = os.read(ours, 1_000).decode()
    running.send_signal(signal.SIGINT)
    with suppress(OSError):  # what a terminal says at its end
        while more := os.read(ours, 1_000):
            shown += more.decode()
    os.close(ours)
    printed, _ = running.communicate(timeout=30)
    assert printed == b""
    assert running.returncode == 130
    assert set(shown) <= set("0123456789% \r")


def test_a_calculator_declared_wrongly_is_named_with_file_and_line(
    write_topic: WriteTopic, capsys: Capture
) -> None:
    source = changed((", Le(50), YEARS] = 3", ", Le(50)] = 3"))
    package = write_topic(source)
    line = source.splitlines().index("    years: Annotated[int, Ge(0), Le(50)] = 3,") + 1
    assert main(["--calculators", package, "list"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"livecalc: {package}/savings.py:{line}: ")
    assert "'years' has no unit" in printed.err


def test_a_package_that_is_not_there_is_named(capsys: Capture) -> None:
    assert main(["--calculators", "no_such_package", "list"]) == 1
    assert "no_such_package" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [[], ["compute"], ["run"], ["show"], ["export"], ["new", "topic"]]
)
def test_an_incomplete_command_line_is_bad_input(words: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert "usage: livecalc" in capsys.readouterr().err


def test_new_says_what_it_wrote_and_what_comes_next(package: str, capsys: Capture) -> None:
    assert main(["--calculators", package, "new", "lending", "health-factor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    wrote = [line.removeprefix("wrote ") for line in lines if line.startswith("wrote ")]
    assert all(Path(one).is_file() for one in wrote)
    assert len(wrote) == 3
    assert any("livecalc run health-factor" in line for line in lines)
    assert main(["--calculators", package, "run", "health-factor", "--json"]) == 0


def test_export_writes_one_file_and_says_which(
    package: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "folder").mkdir()
    words = ["--calculators", package, "export", "savings"]
    for name, options in (("savings.html", []), ("folder/b.html", ["-o", "folder/b.html"])):
        assert main([*words, *options]) == 0
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert '<live-calculator name="savings"' in page
        printed = capsys.readouterr().out
        assert printed.startswith(f"wrote {name} ({len(page.encode()) / 1e6:.1f} MB)")
    assert main([*words, "-o", "folder"]) == 2
    assert "folder cannot be written" in capsys.readouterr().err


def test_export_of_an_unknown_calculator_is_bad_input_and_writes_nothing(
    package: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["--calculators", package, "export", "saving"]) == 2
    assert "saving" in capsys.readouterr().err
    assert list(tmp_path.glob("*.html")) == []
    assert not (tmp_path / "build").exists()


def test_export_without_npm_packages_says_what_to_run(package: str, capsys: Capture) -> None:
    assert main(["--calculators", package, "export", "savings"]) == 1
    assert "scripts/setup build" in capsys.readouterr().err


def test_export_to_a_place_that_cannot_be_written_names_it(
    package: str, tmp_path: Path, capsys: Capture
) -> None:
    words = ["--calculators", package, "export", "savings", "-o", "nowhere/mine.html"]
    assert main(words) == 2
    assert "nowhere/mine.html cannot be written: there is no such folder" in capsys.readouterr().err
    assert not (tmp_path / "build").exists()


def test_new_refuses_a_name_that_is_taken(package: str, capsys: Capture) -> None:
    assert main(["--calculators", package, "new", "savings", "savings"]) == 2
    assert "savings.py has a calculator savings already" in capsys.readouterr().err


def test_the_installed_command_answers_like_the_function(capsys: Capture) -> None:
    words = ["run", "staking-apy", "stake=100", "reward_apr=5%", "--json"]
    done = subprocess.run(
        [Path(sys.executable).with_name("livecalc"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    main(words)
    assert done.stdout == capsys.readouterr().out


@pytest.mark.parametrize("words", [["list"], ["run", "staking-apy"], ["show", "staking-apy"]])
def test_output_that_nobody_reads_any_more_is_no_error(words: list[str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "livecalc.cli", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    # As a shell counts a program that a closed pipe has ended.
    assert process.wait() == 141
