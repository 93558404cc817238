"""The workflow that publishes: pinned, with the least rights, and made of commands that exist."""

import re
from typing import Any, Final

import yaml

from tests.built_site import ROOT

WORKFLOW: Final[dict[str, Any]] = yaml.safe_load(
    (ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8")
)


def steps() -> list[dict[str, Any]]:
    return [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def test_every_action_is_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", one)] == []


def test_only_the_last_job_may_change_anything() -> None:
    assert WORKFLOW["permissions"] == {}
    granted = {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()}
    assert granted.pop("publish") == {"pages": "write", "id-token": "write"}
    assert {right for rights in granted.values() for right in rights.values()} == {"read"}


def test_nothing_is_published_that_was_not_proved() -> None:
    assert set(WORKFLOW["jobs"]["publish"]["needs"]) == {"prove", "build"}
    (proof,) = (one["run"] for one in WORKFLOW["jobs"]["prove"]["steps"] if "run" in one)
    assert (ROOT / proof).is_file()


def test_the_site_is_built_by_the_command_of_the_readme_for_its_own_address() -> None:
    (build,) = (one for one in WORKFLOW["jobs"]["build"]["steps"] if "run" in one)
    assert build["run"] == "make build"
    assert build["env"]["SITE_URL"].endswith("}}/")
    assert "SITE_URL" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
