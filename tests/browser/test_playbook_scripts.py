"""Quizzes, checklists, comparison and "what fits me": by mouse, by keys and without script."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from livecalc.interface.registry import find_calculators
from playbook.facts import Avenue
from playbook.loading import load_facts
from tests.browser.conftest import OpenVisit
from tests.built_site import ROOT

GUIDE: Final = "/guides/staking/"
COMPARISON: Final = "/decide/"
FIT: Final = "/decide/fit/"

AVENUES: Final = load_facts(
    ROOT / "data", docs=ROOT / "docs", calculators=find_calculators("calculators")
).avenues
STAKING: Final = AVENUES["staking"]

#: Keeps what a line that a screen reader reads out says after it came into the page.
HEAR: Final = """() => {
  window.heard = [];
  new MutationObserver((records) => {
    const lines = new Set(records.map(({ target }) =>
      (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)
        .closest("[role=status], output")));
    for (const line of lines) if (line) heard.push(line.textContent);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def _quiz(page: Page) -> list[Locator]:
    return page.locator(".playbook-quiz fieldset").all()


def _answer(question: Locator, text: str) -> Locator:
    return question.get_by_role("radio", name=text, exact=True)


def test_quiz_says_whether_an_answer_is_right_and_why(open_visit: OpenVisit) -> None:
    page = open_visit(GUIDE).page
    page.evaluate(HEAR)
    question, asked = _quiz(page)[0], STAKING.quiz[0]
    for answer in (asked.wrong[0], asked.right):
        _answer(question, answer.text).check()
        verdict = "Right:" if answer is asked.right else "Not this:"
        said = f"{verdict} {answer.text} {answer.because}"
        expect(question.get_by_role("status")).to_have_text(said)
        expect(question.get_by_role("status")).to_be_visible()
        heard = page.evaluate("heard.at(-1)")
        assert " ".join(heard.split()) == said
    expect(question).to_have_attribute("data-answered", "right")


def test_quiz_counts_what_was_right_once_all_is_answered(open_visit: OpenVisit) -> None:
    page = open_visit(GUIDE).page
    page.evaluate(HEAR)
    for at, (question, asked) in enumerate(zip(_quiz(page), STAKING.quiz, strict=True)):
        assert not [one for one in page.evaluate("heard") if re.search(r"\d of \d right", one)]
        answer = asked.wrong[0] if at in (1, 3) else asked.right
        _answer(question, answer.text).check()
    count = page.locator(".playbook-quiz > [role=status]")
    expect(count).to_have_text("3 of 5 right.")
    assert "3 of 5 right." in page.evaluate("heard")
    _answer(_quiz(page)[1], STAKING.quiz[1].right.text).check()
    expect(count).to_have_text("4 of 5 right.")


def test_quiz_is_answered_by_keys_alone(open_visit: OpenVisit) -> None:
    page = open_visit(GUIDE).page
    question = _quiz(page)[0]
    choices = question.get_by_role("radio").all()
    question.evaluate("one => one.scrollIntoView()")
    choices[0].focus()
    page.keyboard.press("Space")
    expect(choices[0]).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(choices[1]).to_be_focused()
    expect(choices[1]).to_be_checked()
    expect(question.get_by_role("status")).to_contain_text(re.compile(r"^(Right|Not this):"))
    page.keyboard.press("Tab")
    expect(question.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question.locator(".playbook-right")).to_be_visible()


def test_quiz_without_script_unfolds_its_answers(open_visit: OpenVisit) -> None:
    page = open_visit(GUIDE, java_script_enabled=False).page
    question, asked = _quiz(page)[0], STAKING.quiz[0]
    expect(question.locator(".playbook-right")).to_be_hidden()
    question.locator("summary").click()
    expect(question.locator(".playbook-right")).to_contain_text(asked.right.because)


def _checklist(page: Page) -> Locator:
    return page.locator('.playbook-checklist[data-checklist="staking"]')


def _expect_ticks(page: Page, *ticked: int) -> None:
    for number, _ in enumerate(STAKING.checklist, start=1):
        box = _checklist(page).get_by_role("checkbox").nth(number - 1)
        expect(box).to_be_checked(checked=number in ticked)
    done = f"{len(ticked)} of {len(STAKING.checklist)} done"
    expect(_checklist(page).get_by_role("status")).to_have_text(done)


def test_ticks_survive_a_reload_until_cleared_and_leave_the_browser_never(
    open_visit: OpenVisit,
) -> None:
    visit = open_visit(GUIDE)
    page = visit.page
    _expect_ticks(page)
    visit.page.wait_for_load_state("networkidle")
    asked = len(visit.requests)
    for number in (1, 3):
        _checklist(page).get_by_label(STAKING.checklist[number - 1].check, exact=True).check()
    _expect_ticks(page, 1, 3)
    assert [one.url for one in visit.requests[asked:]] == []
    page.reload()
    _expect_ticks(page, 1, 3)
    _checklist(page).get_by_role("button", name="Clear the ticks").click()
    _expect_ticks(page)
    page.reload()
    _expect_ticks(page)
    kept = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('playbook'))")
    assert kept == []
    assert page.context.cookies() == []


def test_checklist_works_by_keys_alone(open_visit: OpenVisit) -> None:
    page = open_visit(GUIDE).page
    boxes = _checklist(page).get_by_role("checkbox").all()
    boxes[0].focus()
    page.keyboard.press("Space")
    for box in boxes[1:]:
        page.keyboard.press("Tab")
        expect(box).to_be_focused()
    for name in ("Print the list", "Save as a file", "Clear the ticks"):
        page.keyboard.press("Tab")
        expect(_checklist(page).get_by_role("button", name=name)).to_be_focused()
    _expect_ticks(page, 1)
    page.keyboard.press("Enter")
    _expect_ticks(page)


def test_checklist_is_saved_as_text_with_ticks_and_reasons(
    open_visit: OpenVisit, tmp_path: Path
) -> None:
    page = open_visit(GUIDE).page
    _checklist(page).get_by_role("checkbox").nth(1).check()
    with page.expect_download() as download:
        _checklist(page).get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "checklist-staking.txt"
    download.value.save_as(tmp_path / "list.txt")
    lines = (tmp_path / "list.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["Staking", page.url]
    items = [line for line in lines if line.startswith("[")]
    assert items == [
        f"[{'x' if number == 2 else ' '}] {item.check}"
        for number, item in enumerate(STAKING.checklist, start=1)
    ]
    for item in STAKING.checklist:
        assert f"      {item.why}" in lines
        assert f"      {item.how}" in lines


def test_printed_checklist_stands_alone_under_its_name(open_visit: OpenVisit) -> None:
    page = open_visit(GUIDE).page
    page.evaluate("window.print = () => {}")
    _checklist(page).get_by_role("button", name="Print the list").click()
    page.emulate_media(media="print")
    for item in STAKING.checklist:
        expect(page.get_by_text(item.check, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for other in (
        page.get_by_role("heading", level=2).first,
        page.locator(".playbook-quiz"),
        page.locator("live-calculator").first,
        page.locator(".playbook-checklist button").first,
        page.get_by_role("banner"),
        page.get_by_role("contentinfo"),
    ):
        expect(other).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".playbook-quiz")).to_be_visible()
    expect(page.locator(".playbook-checklist button").first).to_be_hidden()


def test_checklist_can_be_ticked_where_the_browser_keeps_nothing(open_visit: OpenVisit) -> None:
    visit = open_visit()
    visit.page.add_init_script("""
        for (const name of ["getItem", "setItem", "removeItem"])
          Storage.prototype[name] = () => { throw new DOMException("refused", "SecurityError"); };
    """)
    page = visit.open(GUIDE)
    _checklist(page).get_by_role("checkbox").first.check()
    _expect_ticks(page, 1)
    _checklist(page).get_by_role("button", name="Clear the ticks").click()
    _expect_ticks(page)
    # The theme itself counts on a browser that keeps things.
    visit.problems[:] = [one for one in visit.problems if "refused" not in one]


def test_checklist_without_script_can_be_read_and_ticked(open_visit: OpenVisit) -> None:
    page = open_visit(GUIDE, java_script_enabled=False).page
    _checklist(page).get_by_role("checkbox").first.check()
    expect(_checklist(page).get_by_role("checkbox").first).to_be_checked()
    expect(_checklist(page).get_by_role("button")).to_have_count(0)


def _names(page: Page) -> list[str]:
    """The avenues of the comparison that can be seen, from above."""
    return page.locator(".playbook-comparison tbody tr:visible th").all_inner_texts()


def _filter(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def _sorted_by(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.locator(".playbook-comparison th[aria-sort]").evaluate_all(
        "all => Object.fromEntries(all.map(one => [one.dataset.column, one.ariaSort]))"
    )
    return found


def _numbers(page: Page, column: str) -> list[float]:
    found: list[float] = page.locator(f'tbody [data-column="{column}"]').evaluate_all(
        "all => all.map(one => Number(one.dataset.sort))"
    )
    return found


def test_comparison_sorts_both_ways_and_says_so(open_visit: OpenVisit) -> None:
    page = open_visit(COMPARISON).page
    assert _names(page) == sorted(one.name for one in AVENUES.values())
    page.get_by_role("button", name="Money put in").click()
    assert _sorted_by(page) == {"capital": "ascending"}
    rising = _numbers(page, "capital")
    assert rising == sorted(one.capital_usd.high for one in AVENUES.values())
    page.get_by_role("button", name="Money put in").click()
    assert _sorted_by(page) == {"capital": "descending"}
    assert _numbers(page, "capital") == rising[::-1]
    page.get_by_role("button", name="Avenue").click()
    assert _sorted_by(page) == {"avenue": "ascending"}
    assert _names(page) == sorted(one.name for one in AVENUES.values())
    expect(page.get_by_role("button", name="Worst case")).to_have_count(0)


def test_comparison_is_narrowed_down_and_counted(open_visit: OpenVisit) -> None:
    page = open_visit(COMPARISON).page
    page.evaluate(HEAR)
    of_all = f"of {len(AVENUES)} shown"

    def expect_shown(wanted: list[Avenue]) -> None:
        assert 0 < len(wanted) < len(AVENUES)
        expect(page.get_by_role("status")).to_have_text(f"{len(wanted)} {of_all}")
        assert page.evaluate("heard.at(-1)") == f"{len(wanted)} {of_all}"
        assert sorted(_names(page)) == sorted(one.name for one in wanted)

    _filter(page, "Active or passive").select_option("Passive")
    passive = [one for one in AVENUES.values() if one.income == "passive"]
    expect_shown(passive)
    _filter(page, "Evidence at least").select_option("Fair")
    expect_shown([one for one in passive if one.evidence != "weak"])
    _filter(page, "Active or passive").select_option("Any")
    _filter(page, "Evidence at least").select_option("Any")
    _filter(page, "Skill at most").select_option("Basic")
    expect_shown([one for one in AVENUES.values() if one.skill in ("none", "basic")])


def test_comparison_is_used_by_keys_alone(open_visit: OpenVisit) -> None:
    page = open_visit(COMPARISON).page
    _filter(page, "Active or passive").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).not_to_have_text(f"{len(AVENUES)} of {len(AVENUES)} shown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(_filter(page, "Evidence at least")).to_be_focused()
    # Then the table, which the arrow keys move, and its headings.
    heading = page.get_by_role("button", name="Avenue")
    for _ in range(3):
        page.keyboard.press("Tab")
        if heading.evaluate("one => one === document.activeElement"):
            break
    expect(heading).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert _sorted_by(page) == {"avenue": "descending"}
    expect(heading).to_be_focused()
    assert _names(page) == sorted(_names(page), reverse=True)


def test_comparison_without_script_is_a_full_table(open_visit: OpenVisit) -> None:
    page = open_visit(COMPARISON, java_script_enabled=False).page
    assert len(_names(page)) == len(AVENUES)
    expect(page.locator(".playbook-comparison").get_by_role("button")).to_have_count(0)
    expect(page.locator(".playbook-comparison form")).to_have_count(0)


def _fit(page: Page) -> list[tuple[str, str]]:
    """Name and reason of each avenue, from above."""
    items = page.locator(".playbook-fit > ol > li").all()
    return [
        (
            item.get_by_role("link").first.inner_text(),
            item.locator(".playbook-fit-reasons").inner_text(),
        )
        for item in items
    ]


def test_answers_put_what_fits_first_and_give_reasons(open_visit: OpenVisit) -> None:
    page = open_visit(FIT).page
    page.evaluate(HEAR)
    before = _fit(page)
    assert [name for name, _ in before] == sorted(one.name for one in AVENUES.values())
    assert {reason for _, reason in before} == {""}
    page.get_by_role("group", name="What can you do already?").get_by_label(
        "I can use a wallet"
    ).check()
    page.get_by_role("group", name="How much money could you lose").get_by_label(
        "$50"
    ).first.check()
    by_name = {one.name: one for one in AVENUES.values()}
    fits = {
        name
        for name, one in by_name.items()
        if one.skill in ("none", "basic") and one.capital_usd.low <= 50
    }
    assert 0 < len(fits) < len(by_name)
    after = _fit(page)
    assert {name for name, _ in after[: len(fits)]} == fits
    assert {reason for _, reason in after[: len(fits)]} == {"Fits your answers."}
    for name, reason in after[len(fits) :]:
        assert reason.startswith("Does not fit: ")
        unskilled = by_name[name].skill not in ("none", "basic")
        assert (f"it asks for {by_name[name].skill} skill" in reason) == unskilled
        assert (by_name[name].capital_usd.low > 50) == ("people put in" in reason)
    assert page.evaluate("heard.at(-1)") == f"{len(fits)} of {len(by_name)} fit."
    page.get_by_role("button", name="Clear the answers").click()
    expect(page.locator(".playbook-fit output")).to_have_text("")
    assert _fit(page) == before


def test_what_fits_is_answered_by_keys_alone(open_visit: OpenVisit) -> None:
    page = open_visit(FIT).page
    groups = page.locator(".playbook-fit").get_by_role("group").all()
    groups[0].get_by_role("radio").first.focus()
    for group in groups:
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(group.get_by_role("radio").nth(1)).to_be_focused()
        expect(group.get_by_role("radio").nth(1)).to_be_checked()
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear the answers")).to_be_focused()
    assert "" not in {reason for _, reason in _fit(page)}
    page.keyboard.press("Enter")
    expect(page.locator(".playbook-fit output")).to_have_text("")
    expect(page.locator(".playbook-fit input:checked")).to_have_count(0)


def test_what_fits_without_script_is_a_list_without_questions(open_visit: OpenVisit) -> None:
    page = open_visit(FIT, java_script_enabled=False).page
    expect(page.locator(".playbook-fit form")).to_be_hidden()
    items = page.locator(".playbook-fit > ol > li")
    expect(items).to_have_count(len(AVENUES))
    expect(items.first).to_contain_text("Worst case:")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (GUIDE, ".playbook-checklist output"),
        (COMPARISON, ".playbook-comparison output"),
        (FIT, ".playbook-fit form"),
    ],
)
def test_page_reached_without_loading_it_anew_is_set_up_once(
    path: str, shown: str, open_visit: OpenVisit
) -> None:
    visit = open_visit("/", viewport={"width": 1280, "height": 900})
    visit.page.evaluate("visited.once = true")
    visit.page.evaluate(
        "path => { const a = document.createElement('a'); a.href = path; a.id = 'there';"
        " document.querySelector('article').prepend(a); a.textContent = 'There'; }",
        visit.origin + path,
    )
    visit.page.locator("#there").click()
    expect(visit.page.locator(shown)).to_have_count(1)
    expect(visit.page.locator(shown)).to_be_visible()
    assert visit.page.evaluate("visited.once"), "the page was loaded anew"


def test_comparison_on_a_phone_is_sorted_by_a_list_of_its_headings(open_visit: OpenVisit) -> None:
    page = open_visit(COMPARISON, viewport={"width": 390, "height": 844}).page
    _filter(page, "Active or passive").select_option("Passive")
    passive = {one.name for one in AVENUES.values() if one.income == "passive"}
    assert set(_names(page)) == passive
    page.get_by_label("Sort by").select_option("Hours a week")
    assert _sorted_by(page) == {"hours": "ascending"}
    assert _numbers(page, "hours") == sorted(one.hours_per_week.high for one in AVENUES.values())
    # Nothing that cannot be seen takes the focus.
    expect(page.get_by_role("button", name="Money put in")).to_have_count(0)


def test_list_of_headings_says_by_which_one_the_comparison_is_sorted(open_visit: OpenVisit) -> None:
    page = open_visit(COMPARISON, viewport={"width": 1280, "height": 900}).page
    expect(page.get_by_label("Sort by")).to_be_hidden()
    page.get_by_role("button", name="Hours a week").click()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_label("Sort by")).to_be_visible()
    expect(page.get_by_label("Sort by")).to_have_value("hours")
