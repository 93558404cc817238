"""Python from a memory image: what must hold beyond the answers themselves."""

import json
import time
from pathlib import Path
from typing import Any, Final

import pytest

from livecalc.runtime.fast_start import make_fast_start
from tests.built_site import ROOT
from tests.parity.shipped import Call, Reply, ShippedPythonError, replay
from tests.samples import body, sample_wheel

MEBIBYTE: Final = 2**20

#: Calls that take or give much or little: whatever one of them left behind would add up.
KINDS: Final[tuple[Call, ...]] = (
    ("staking-apy", json.dumps({"years": 30})),
    ("staking-apy", json.dumps({"a" * 20_000: 1})),
    ("royalty-income", json.dumps({"months": 120})),
    ("impermanent-loss", "{}"),
    ("no-such-calculator", "{}"),
)
CALLS_OF_EACH_KIND: Final = 2_000

#: Looks around: at the clock, chance, memory, and at what an image does not have.
CURIOUS: Final = body(
    """import random, sys, time
    print("nobody reads this, 日本 🙂", flush=True)
    print("nor this", file=sys.stderr)
    if paid == "<i>monthly</i>":
        import tomllib
    if not compounded:
        time.localtime()
    if deposit == 13:
        raise SystemExit
    held = bytearray(b"x") * (years * 2**20)
    return Savings(
        balance=time.time(),
        worst_case_balance=random.random(),
        doubling_years=time.monotonic(),
        verdict="Zins für 日本 🙂",
        grows=held.count(b"x") == years * 2**20,
        by_year=(),
    )"""
)


@pytest.fixture(scope="module")
def curious(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runtime's files for that one calculator."""
    work = tmp_path_factory.mktemp("curious")
    folder = work / "made"
    folder.mkdir()
    fast = make_fast_start(
        [sample_wheel(work, CURIOUS)], "sample", ROOT / "node_modules", folder, work
    )
    return name_files(folder, fast.wasm.name, fast.image.name)


def name_files(folder: Path, wasm: str, image: str) -> Path:
    """Write the list of files that a start begins with."""
    files = {"fast": {"wasm": wasm, "image": image}}
    (folder / "runtime.json").write_text(json.dumps(files))
    return folder


def ask(folder: Path, *calls: dict[str, Any]) -> list[Reply]:
    """Make the calls of the curious calculator in one Python that has just started."""
    return replay("fast", folder, folder, [("savings", json.dumps(one)) for one in calls])


def outputs(reply: Reply) -> dict[str, Any]:
    outputs: dict[str, Any] = json.loads(reply.answer)["outputs"]
    return outputs


def test_ten_thousand_calls_take_no_more_memory_than_a_few(site: Path, tmp_path: Path) -> None:
    folder = site / "livecalc"
    few = replay("fast", folder, tmp_path, KINDS)
    many = replay("fast", folder, tmp_path, KINDS, times=CALLS_OF_EACH_KIND)
    assert [one.answer for one in many] == [one.answer for one in few]
    assert many[-1].memory_bytes == few[-1].memory_bytes


def test_memory_grows_when_a_calculation_needs_it_and_only_then(curious: Path) -> None:
    replies = ask(curious, {"years": 0}, *[{"years": 50}] * 5)
    assert all(outputs(one)["grows"] is True for one in replies)
    before, first, *others = (one.memory_bytes for one in replies)
    assert before < 50 * MEBIBYTE < first < 200 * MEBIBYTE
    assert set(others) == {first}, "what one call gave back serves the next"


def test_text_of_any_script_comes_back(curious: Path) -> None:
    (reply,) = ask(curious, {})
    assert outputs(reply)["verdict"] == "Zins für 日本 🙂"


def test_the_clock_tells_the_time_of_the_call_not_of_the_image(curious: Path) -> None:
    before = time.time()
    (first, second) = map(outputs, ask(curious, {}, {}))
    # The host's clock may be cut to whole milliseconds.
    assert before - 0.001 <= first["balance"] <= second["balance"] <= time.time() + 0.001
    assert 0 <= first["doubling_years"] <= second["doubling_years"]


def test_chance_differs_from_start_to_start_and_from_call_to_call(curious: Path) -> None:
    drawn = [outputs(one)["worst_case_balance"] for _ in range(2) for one in ask(curious, {}, {})]
    assert len(set(drawn)) == 4


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        pytest.param({"paid": "<i>monthly</i>"}, "Python aborted", id="import"),
        pytest.param({"compounded": False}, "the fast start has no _localtime", id="time zone"),
        pytest.param({"deposit": 13}, "Python raised where it answers errors itself", id="exit"),
    ],
)
def test_what_cannot_be_answered_as_elsewhere_is_an_error(
    curious: Path, inputs: dict[str, Any], message: str
) -> None:
    with pytest.raises(ShippedPythonError, match=message):
        ask(curious, inputs)


def test_an_image_of_another_wasm_is_refused(curious: Path, site: Path, tmp_path: Path) -> None:
    ours = json.loads((site / "livecalc/runtime.json").read_text())["fast"]
    (image,) = curious.glob("*.image")
    for folder, name in ((curious, image.name), (site / "livecalc", ours["wasm"])):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    other = tmp_path / "fast-0123456789.wasm"
    (tmp_path / ours["wasm"]).rename(other)
    with pytest.raises(
        ShippedPythonError, match=r"ImageError: the memory image belongs to fast-\w+\.wasm, not to"
    ):
        ask(name_files(tmp_path, other.name, image.name), {})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda image: image[:-4], "truncated"),
        (lambda image: image[: len(image) // 2], "truncated"),
        (lambda image: image[:10], "truncated"),
        (lambda image: b"", "truncated"),
        (lambda image: image[:-1] + bytes([image[-1] ^ 1]), "damaged"),
        (lambda image: b"<!doctype html>".ljust(len(image)), "not one"),
    ],
)
def test_an_image_that_is_not_whole_is_refused(
    curious: Path, tmp_path: Path, content: Any, message: str
) -> None:
    (wasm,), (image,) = curious.glob("*.wasm"), curious.glob("*.image")
    (tmp_path / wasm.name).write_bytes(wasm.read_bytes())
    (tmp_path / image.name).write_bytes(content(image.read_bytes()))
    with pytest.raises(ShippedPythonError, match=f"ImageError: the memory image is {message}"):
        ask(name_files(tmp_path, wasm.name, image.name), {})
