"""What a cell says."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.spreadsheet.values import Value, date_of, moment_of, text_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2020/1/9 10:34:24", datetime(2020, 1, 9, 10, 34, 24)),
        ("2019-12-09 8:00", datetime(2019, 12, 9, 8, 0)),
        ("2019年3月5日 下午3点", datetime(2019, 3, 5, 15, 0)),
        ("2019年3月5日下午3点半", datetime(2019, 3, 5, 15, 30)),
        ("2019年3月5日15时20分30秒", datetime(2019, 3, 5, 15, 20, 30)),
        ("2019年3月5日（星期二） 15:30", datetime(2019, 3, 5, 15, 30)),
        ("２０１９／３／５　８：０５", datetime(2019, 3, 5, 8, 5)),
        ("20190305", datetime(2019, 3, 5)),
        ("20190305103424", datetime(2019, 3, 5, 10, 34, 24)),
        ("2019.3.5", datetime(2019, 3, 5)),
        ("2019-03-05", datetime(2019, 3, 5)),
        ("2019-03-05T10:00:00+08:00", datetime(2019, 3, 5, 10, 0)),
        ("2019-03-05 10:00:00.5", datetime(2019, 3, 5, 10, 0, 1)),
        ("2019-12-9 12:30 AM", datetime(2019, 12, 9, 0, 30)),
        ("2019-12-9 8:00 PM", datetime(2019, 12, 9, 20, 0)),
        ("2019-12-9 中午12点", datetime(2019, 12, 9, 12, 0)),
        ("2019-12-9 中午1点", datetime(2019, 12, 9, 13, 0)),
        ("2019-12-9 凌晨12:10", datetime(2019, 12, 9, 0, 10)),
        ("\n\t2019/12/9\xa08:00_x000D_\n", datetime(2019, 12, 9, 8, 0)),
        ("43833.4405", datetime(2020, 1, 3, 10, 34, 19)),
        (43833.44, datetime(2020, 1, 3, 10, 33, 36)),
        (43833, datetime(2020, 1, 3)),
        (20190305.0, datetime(2019, 3, 5)),
        (datetime(2019, 3, 5, 9, 59, 59, 999_500), datetime(2019, 3, 5, 10, 0)),
        (date(2019, 3, 5), datetime(2019, 3, 5)),
    ],
)
def test_moments_in_many_hands(typed: Value, meant: datetime) -> None:
    assert moment_of(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", "昨天", "2020-02-30", "5/3/2019", "2019-13-01", "25:00", "2019-01-01 25:00"),
        *(12.0, True, "99999999", "2019", time(8, 30), None, "²", "1e5"),
    ],
)
def test_what_is_no_moment_is_not_guessed(typed: Value | None) -> None:
    assert moment_of(typed) is None


@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)).map(lambda x: x.replace(microsecond=0))
)
def test_common_ways_of_writing_all_mean_the_same(moment: datetime) -> None:
    for form in (
        f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M:%S}",
        (
            f"{moment.year}年{moment.month}月{moment.day}日 "
            f"{moment.hour}时{moment.minute}分{moment.second}秒"
        ),
        f"{moment:%Y%m%d%H%M%S}",
    ):
        assert moment_of(form) == moment


@given(st.text())
def test_any_text_is_a_moment_or_none(text: str) -> None:
    assert moment_of(text) is None or isinstance(moment_of(text), datetime)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (12.5, "12.5"),
        (13812345678.0, "13812345678"),
        (True, "TRUE"),
        (None, ""),
        ("  as it is\n", "  as it is\n"),
        (datetime(2019, 3, 5, 8, 5), "2019-03-05 08:05:00"),
        (date(2019, 3, 5), "2019-03-05"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30), "30:00:00"),
    ],
)
def test_texts(cell: Value | None, text: str) -> None:
    assert text_of(cell) == text


def test_days() -> None:
    assert date_of("2019年3月5日 下午3点") == date(2019, 3, 5)
    assert date_of("soon") is None
