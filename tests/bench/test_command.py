"""Options of `make bench`, as far as they are settled before anything is built."""

import pytest

from bench.__main__ import main


@pytest.fixture(autouse=True)
def nothing_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("a wrong option is told before anything is built")

    monkeypatch.setattr("bench.__main__._stage", refuse)


def test_a_part_is_not_written_over_the_whole_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--write", "--only", "typing"]) == 2
    assert "leave --only out" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--only", "nobody"], ["--rounds", "0"], ["--rounds", "x"]])
def test_a_wrong_option_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert arguments[0] in capsys.readouterr().err


def test_help_names_every_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = "".join(capsys.readouterr().out.split())
    assert all(name in said for name in ("pyscript-micropython", "markdown-exec", "offline"))
