from datetime import datetime

import pytest

from gridterm.errors import InputError
from screens.hotline.moments import typed_moment

NOW = datetime(2026, 11, 21, 9, 14)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:14", datetime(2026, 11, 21, 9, 14)),
        ("0905", datetime(2026, 11, 21, 9, 5)),
        ("905", datetime(2026, 11, 21, 9, 5)),
        ("9点半", datetime(2026, 11, 20, 9, 30)),
        ("9点10分", datetime(2026, 11, 21, 9, 10)),
        ("９：０５", datetime(2026, 11, 21, 9, 5)),
        ("23:50", datetime(2026, 11, 20, 23, 50)),
        ("下午3:20", datetime(2026, 11, 20, 15, 20)),
        ("昨天 15:20", datetime(2026, 11, 20, 15, 20)),
        ("昨1520", datetime(2026, 11, 20, 15, 20)),
        ("前天下午3点", datetime(2026, 11, 19, 15, 0)),
        ("yesterday 8:05", datetime(2026, 11, 20, 8, 5)),
        ("11-20 15:20", datetime(2026, 11, 20, 15, 20)),
        ("11.20 1520", datetime(2026, 11, 20, 15, 20)),
        ("11月20日15:20", datetime(2026, 11, 20, 15, 20)),
        ("11/20", datetime(2026, 11, 20)),
        ("12-31 23:00", datetime(2025, 12, 31, 23, 0)),
        ("2026-11-20 15:20", datetime(2026, 11, 20, 15, 20)),
        ("2026年11月20日 下午3点", datetime(2026, 11, 20, 15, 0)),
    ],
)
def test_a_time_is_read_as_clerks_write_it(typed: str, meant: datetime) -> None:
    assert typed_moment(typed, NOW) == meant


def test_nothing_typed_is_no_moment() -> None:
    assert typed_moment(" \u3000", NOW) is None


@pytest.mark.parametrize(
    "typed", ["25:00", "soon", "13-40 9:00", "2026-02-30 10:00", "[/]", "昨天"]
)
def test_what_is_no_time_is_refused_with_the_field(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        typed_moment(typed, NOW)
    assert list(refused.value.fields) == ["received_at"]
