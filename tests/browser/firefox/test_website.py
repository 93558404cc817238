"""The website in Firefox: the answer as built, typed numbers, bad input, links, the next visit."""

import shutil
from pathlib import Path

import pytest

from livecalc.site.preview import serve_folder
from tests.browser.firefox.reading import Tab
from tests.browser.visit import approximately, native_outputs

STAKING = "/calculators/staking-apy/"


def test_answer_for_the_starting_numbers_is_there_at_once(tab: Tab, served: str) -> None:
    tab.open(served + STAKING)
    assert tab.calculator("staking-apy").outputs() == native_outputs("staking-apy", {})
    assert tab.runtime_files() == {}


def test_typed_numbers_give_the_answer_that_python_gives_natively(tab: Tab, served: str) -> None:
    tab.open(served + STAKING)
    tab.fill("Tokens staked", "1,250")
    tab.fill("Reward APR", "7.3")
    calculator = tab.calculator("staking-apy")
    tab.wait_for("visited.changes.some(one => one.inputs.reward_apr === 0.073)")
    calculator.wait_until_answered()
    expected = native_outputs("staking-apy", {"stake": 1250, "reward_apr": 0.073})
    assert calculator.outputs() == approximately(expected)
    assert tab.changes()[-1]["outputs"] == calculator.outputs()
    assert not any(one.startswith("stock-") for one in tab.runtime_files())


def test_bad_input_keeps_the_last_answer_and_is_named_beside_its_field(
    tab: Tab, served: str
) -> None:
    tab.open(served + STAKING)
    tab.fill("Tokens staked", "250")
    calculator = tab.calculator("staking-apy")
    calculator.wait_until_answered()
    before = calculator.outputs()
    tab.fill("Tokens staked", "some")
    calculator.wait_until_refused()
    assert calculator.outputs() == before
    assert "number" in calculator.problem_beside("stake")
    assert calculator.problem_beside("reward_apr") == ""
    tab.fill("Tokens staked", "300")
    tab.wait_for("visited.changes.at(-1).inputs.stake === 300")
    calculator.wait_until_answered()
    assert calculator.problem_beside("stake") == ""
    assert calculator.outputs() == approximately(native_outputs("staking-apy", {"stake": 300}))


def test_link_with_inputs_shows_them_and_their_answer(tab: Tab, served: str) -> None:
    tab.open(f"{served}{STAKING}?staking-apy.stake=250&staking-apy.reward_apr=0.05")
    calculator = tab.calculator("staking-apy")
    calculator.wait_until_answered()
    assert (calculator.value_of("stake"), calculator.value_of("reward_apr")) == ("250", "5")
    expected = native_outputs("staking-apy", {"stake": 250, "reward_apr": 0.05})
    assert calculator.outputs() == approximately(expected)


def test_second_visit_brings_python_out_of_the_cache(tab: Tab, served: str) -> None:
    address = f"{served}{STAKING}?staking-apy.stake=250"
    tab.open(address)
    tab.calculator("staking-apy").wait_until_answered()
    first = tab.runtime_files()
    assert not any(first.values())
    tab.forget()
    tab.open(f"{served}/")
    tab.open(address)
    tab.calculator("staking-apy").wait_until_answered()
    second = tab.runtime_files()
    # The script that draws charts may come a moment after the answer.
    fast = {one for one in first if one.startswith("fast-")}
    assert fast <= second.keys()
    assert all(kept for file, kept in second.items() if file in fast)


def test_call_without_end_is_stopped_and_the_next_one_works(tab: Tab, small_site: str) -> None:
    tab.open(f"{small_site}/trouble.html?trouble.behaviour=loops")
    calculator = tab.calculator("trouble")
    tab.wait_for("visited.said.some(one => one.includes('longer than 5 seconds'))")
    calculator.wait_until_refused()
    tab.open(f"{small_site}/trouble.html")
    tab.fill("Number", "7")
    calculator.wait_until_answered()
    assert calculator.outputs() == {"doubled": 14}


@pytest.mark.parametrize("pattern", ["fast-*.wasm", "fast-*.image"])
def test_damaged_file_of_the_fast_start_brings_stock_python_unnoticed(
    pattern: str, tab: Tab, small_site_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(small_site_folder, copy)
    (file,) = (copy / "livecalc").glob(pattern)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with serve_folder(copy) as address:
        tab.open(f"{address}/savings.html")
        before = tab.calculator("savings").outputs()
        tab.fill("Deposit", "2000")
        tab.calculator("savings").wait_until_answered()
    outputs = tab.calculator("savings").outputs()
    assert outputs["balance"] == pytest.approx(2 * before["balance"], rel=1e-12)
    assert set(tab.read("visited.states.map(one => one.split(' ')[1])")) <= {
        "loading",
        "ready",
        "busy",
    }
    assert any(one.startswith("stock-") for one in tab.runtime_files())
    # The browser says what it refused.
    assert all("integrity" in one for one in tab.problems())
    tab.forget()
