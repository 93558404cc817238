"""Which files a page asks for."""

from pathlib import Path

import pytest

from bench.errors import MeasurementError
from bench.host import Place
from bench.transfer import files_of


def test_each_file_counts_once_and_what_the_page_makes_itself_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    place = Place(tmp_path, "http://here")
    addresses = ["http://here/a.js", "http://here/a.js?again", "data:,x", "blob:http://here/1"]
    assert files_of(addresses, place) == {tmp_path / "a.js"}


def test_a_request_to_another_host_is_no_fair_measurement(tmp_path: Path) -> None:
    with pytest.raises(MeasurementError, match=r"asked for http://elsewhere/b\.js"):
        files_of(["http://elsewhere/b.js"], Place(tmp_path, "http://here"))
