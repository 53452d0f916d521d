"""The pages held of a long list: which go, which come back, from where it is read again."""

import pytest

from screens.widgets.window import PAGES_KEPT, Chunk, Line, Window, read_pages

pytestmark = pytest.mark.slow

SIZE, WHOLE = 3, 20


def load(after: object) -> Chunk:
    first = int(str(after or 0)) + 1
    last = min(first + SIZE - 1, WHOLE)
    lines = tuple(Line(f"{n}", {}, cursor=n) for n in range(first, last + 1))
    return Chunk(lines, last < WHOLE)


def keys(window: Window) -> list[int]:
    return [int(line.key) for line in window.lines]


def scrolled(pages: int) -> Window:
    window = Window()
    for _number in range(pages):
        window.put(load(window.lines[-1].cursor if window.lines else None))
        window.let_go_above()
    return window


def test_only_some_pages_are_held_and_the_others_are_counted() -> None:
    window = scrolled(PAGES_KEPT + 2)
    assert keys(window) == list(range(7, 19))
    assert (window.skipped, window.first_page, window.more) == (6, 2, True)
    window.put(load(18))
    assert (keys(window)[-2:], window.more) == ([19, 20], False)


def test_what_went_off_the_top_comes_back_and_the_lowest_goes() -> None:
    window = scrolled(PAGES_KEPT + 2)
    while window.first_page:
        window.put_back(load(window.start_before))
    assert keys(window) == list(range(1, 13))
    assert (window.skipped, window.start, window.more) == (0, None, True)
    window.put(load(window.lines[-1].cursor))
    assert keys(window) == list(range(1, 16))


def test_a_line_that_moved_meanwhile_is_held_once() -> None:
    window = scrolled(1)
    fresh = window.put(Chunk((Line("3", {}, cursor=3), Line("4", {}, cursor=4)), more=True))
    assert [line.key for line in fresh] == ["4"]
    assert keys(window) == [1, 2, 3, 4]


def test_the_same_place_is_read_again() -> None:
    window = scrolled(PAGES_KEPT + 1)
    again = window.emptied()
    assert (again.lines, again.skipped) == ([], 3)
    for chunk in read_pages(load, again.start, len(window.pages)):
        again.put(chunk)
    assert again == window


def test_reading_ends_where_the_list_does() -> None:
    assert [len(one.lines) for one in read_pages(load, 15, 9)] == [3, 2]
    assert read_pages(lambda _after: Chunk(()), None, 9) == [Chunk(())]
