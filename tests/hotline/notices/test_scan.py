"""What may not stand on a notice is found however it is written, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.hotline.notices.scan import Callers, is_id_number, masked, scan, sentence
from gridterm.hotline.notices.terms import LABELS, Secret
from gridterm.text import clean

CALLERS = Callers(("刘建国", "欧阳明月"), ("13800001111", "5550001"), ("化院小区3栋2单元501",))
FOUND = {
    Secret.PHONE: (
        *("电话13800001111", "请打１３８ ００００ １１１１", "138-0000-1111", "+86 138.0000.1111"),
        *("008613900002222", "一三八零零零零一一一一", "幺三九〇〇〇〇二二二二", "139（0000）2222"),
        *("0731-55500001", "(0731)5550 0001", "０７３１－５５５０００１", "5550-0001", "55500002"),
        *("打555 0001找他", "139000022223号楼", "010 8888 7777"),
    ),
    Secret.ID_NUMBER: (
        *("身份证110105194912310027", "11010519491231002X", "１１０１０５１９４９１２３１００２ｘ"),
        *("1101 0519 4912 3100 2X", "110105-19491231-002X", "130503670401001"),
    ),
    Secret.HOUSE: (
        *("3栋502室", "住5-2-301", "12号楼2单元", "12号楼2单元501", "三栋二单元五零二", "3#502"),
        *(
            "3号楼5楼东户",
            "2单元501",
            "502室漏水",
            "3栋502",
            "门牌号18",
            "家住8-1001的",
            "十二幢一单元",
        ),
        *("５－２－３０１", "3/2/301", "二单元501室", "楼上501渗水", "化院小区 3栋 2单元 501"),
    ),
    Secret.NAME: ("刘建国反映", "感谢欧阳明月", "刘 建 国", "刘建国501"),
}
FREE = (
    *("3栋楼顶积水", "2026-11-21", "2026年11月", "20261121前", "2024-2026年", "RX-2026-0312"),
    *("GS-2026-0001", "拨打12345", "3栋120户居民", "2单元3户", "社区服务中心一楼102室", "96577"),
    *("3000-5000元", "5-10天", "3至5号楼", "8:30-17:30", "120户", "12-2026", "共1500元", "11-21"),
    *(
        "化社报〔2026〕12号",
        "13、14、15、16、17、8栋",
        "3月5日5-6号楼停水",
        "2单元门口",
        "101路公交车",
    ),
    *("第3-5栋", "5号楼301人", "刘**", "138****1111", "50010元", "3栋**", "居民刘**来电", ""),
)


@pytest.mark.parametrize(
    ("secret", "text"), [(secret, text) for secret, texts in FOUND.items() for text in texts]
)
def test_it_is_found_and_masked(secret: Secret, text: str) -> None:
    found = scan({"matter": text}, CALLERS)
    assert secret in {one.secret for one in found}
    assert all(text[one.start : one.end] == one.text for one in found)
    hidden = masked(text, CALLERS)
    assert scan({"matter": hidden}, CALLERS) == ()
    assert "**" in hidden


@pytest.mark.parametrize("text", FREE)
def test_what_names_nobody_is_left(text: str) -> None:
    assert scan({"matter": text}, CALLERS) == ()
    assert masked(text, CALLERS) == text


def test_the_offices_own_number_may_stand_there() -> None:
    texts = {"handling": "详询0412-5550003，或打0412-5550004"}
    (found,) = scan(texts, allowed=("(0412) 555 0003",))
    assert found.text == "0412-5550004"


def test_the_sentence_says_what_and_where() -> None:
    (found,) = scan({"result": "已告知刘建国"}, CALLERS)
    said = sentence(found)
    assert "刘建国" in said
    assert found.field == "result"
    assert LABELS["result"] == "Result"


def test_a_callers_word_for_everybody_is_no_name() -> None:
    callers = Callers(("居民", "刘", "王**"), ("12",), ("化院小区3栋",))
    assert scan({"matter": "居民刘某、王**说3栋积水12天"}, callers) == ()


def test_a_building_stays_when_its_door_is_masked() -> None:
    assert masked("3栋2单元501漏水", CALLERS) == "3栋**漏水"
    assert masked("刘建国来电", CALLERS) == "刘**来电"


ID_CASES = {
    "11010519491231002X": True, "110105194912310020": True, "110105194913310020": False,
    "130503670401001": True, "130503671301001": False, "1305036704010": False, "": False,
}  # fmt: skip


def test_id_numbers_have_a_date_or_the_right_check() -> None:
    assert {digits: is_id_number(digits) for digits in ID_CASES} == ID_CASES


_DIGIT = st.sampled_from("0123456789０１２３４５６７８９")
_SEPARATOR = st.sampled_from(["", "-", " ", ".", "－", "·"])


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    digits = "1" + draw(st.sampled_from("3456789"))
    digits += draw(st.text(st.sampled_from("0123456789"), min_size=9, max_size=9))
    return "".join(
        draw(st.sampled_from((one, chr(ord(one) + 0xFEE0)))) + draw(_SEPARATOR) for one in digits
    )


@given(
    mobiles(), st.sampled_from(["", "请打", "，", "电话："]), st.sampled_from(["", "找他", "。"])
)
def test_a_mobile_is_found_between_any_words(number: str, before: str, after: str) -> None:
    found = scan({"title": f"{before}{number}{after}"})
    assert [one.secret for one in found] in ([Secret.PHONE], [Secret.ID_NUMBER])


@given(
    st.integers(1, 99), st.integers(1, 9), st.integers(101, 3399),
    st.sampled_from(["栋", "幢", "号楼", "座", "#楼"]), st.sampled_from(["", "室", "号", "房"]),
)  # fmt: skip
def test_a_door_is_found_however_it_is_said(
    building: int, unit: int, room: int, word: str, end: str
) -> None:
    for text in (f"{building}{word}{unit}单元{room}{end}", f"{building}-{unit}-{room}"):
        for said in (text, f"住{text}，"):
            assert [one.secret for one in scan({"matter": said})] == [Secret.HOUSE]


_WORDS = st.lists(
    st.one_of(
        st.text("0123456789栋单元室号楼-－ 刘建国漏水三五〇#xX", max_size=12),
        st.sampled_from([text for texts in FOUND.values() for text in texts]),
        st.text(max_size=6),
    ),
    max_size=6,
).map(lambda parts: clean("".join(parts)))


@given(_WORDS)
def test_what_was_masked_is_found_no_more(text: str) -> None:
    assert scan({"matter": masked(text, CALLERS)}, CALLERS) == ()


@given(_WORDS)
def test_places_are_those_of_the_text(text: str) -> None:
    end = 0
    for one in scan({"matter": text}, CALLERS):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        end = one.end
