import pytest

from gridterm.printing.document import (
    Bar,
    BarChart,
    Field,
    Heading,
    KeyValueTable,
    Office,
    Paragraph,
    Run,
    Table,
)


def test_a_plain_text_is_one_run() -> None:
    assert Paragraph("通知").runs == (Run("通知"),)


def test_the_last_field_of_a_row_fills_it() -> None:
    form = KeyValueTable(((Field("a"), Field("b")), (Field("c"),)), pairs=3)
    assert form.spans(form.rows[0]) == (1, 2)
    assert form.spans(form.rows[1]) == (3,)


def test_bars_are_parts_of_the_longest() -> None:
    assert BarChart((Bar("a", 4), Bar("b", 1))).shares == (1, 0.25)
    assert BarChart((Bar("a", 0),)).shares == (0,)
    assert BarChart(()).shares == ()


def test_the_number_beside_a_bar() -> None:
    assert Bar("a", 46).words == "46"
    assert Bar("a", 0.739, "73.9%").words == "73.9%"


@pytest.mark.parametrize("level", [0, 5])
def test_there_are_four_levels_of_headings(level: int) -> None:
    with pytest.raises(ValueError, match=str(level)):
        Heading("x", level=level)


def test_a_table_is_as_wide_as_its_header() -> None:
    with pytest.raises(ValueError, match="only one"):
        Table(("a", "b"), (("only one",),))
    with pytest.raises(ValueError, match="1"):
        Table(("a", "b"), (), widths=(1,))


def test_a_row_of_a_form_does_not_overflow() -> None:
    with pytest.raises(ValueError, match="third"):
        KeyValueTable(((Field("a"), Field("b"), Field("third")),))


@pytest.mark.parametrize("value", [-1, float("inf"), float("nan")])
def test_a_bar_has_a_length(value: float) -> None:
    with pytest.raises(ValueError, match="Bar"):
        BarChart((Bar("a", value),))


def test_the_office_is_named_with_its_street_once() -> None:
    assert Office("化院社区", "铁东街道").full_name == "铁东街道化院社区"
    assert Office("铁东街道化院社区", "铁东街道").full_name == "铁东街道化院社区"
    assert Office("化院社区").full_name == "化院社区"
