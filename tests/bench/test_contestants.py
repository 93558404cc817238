"""Who takes part."""

from bench.contestants import BARE, CONTESTANTS, EXPRESSION


def test_names_and_titles_tell_everyone_apart() -> None:
    assert len({one.name for one in CONTESTANTS}) == len(CONTESTANTS)
    assert len({one.title for one in CONTESTANTS}) == len(CONTESTANTS)


def test_the_yardstick_takes_part_in_everything_that_is_a_ratio() -> None:
    assert BARE in CONTESTANTS
    assert BARE.throttled


def test_everyone_says_what_they_are() -> None:
    assert [one.name for one in CONTESTANTS if not one.note.endswith(".")] == []


def test_the_sum_that_the_others_show_is_the_one_that_is_waited_for() -> None:
    shown = str(eval(EXPRESSION)).removesuffix("0")
    assert f'"{shown[:7]}"' in BARE.answered
