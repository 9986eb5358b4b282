"""The table of initials against an order that nobody made from it: GB/T 2312-1980, level 1.

The standard puts its 3755 most usual characters in the order of their usual reading in pinyin, so
that the place of a character tells its letter (rows 16 to 55; none begins with i, u or v).
"""

from cdo_desktop.store.initials import PAIRS, initials, letters

FIRST_OF_LETTER = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
LETTERS = "abcdefghjklmnopqrstwxyz"
USUAL_ELSEWHERE = set("辟泊长匙脯蛤槛咯傀茄炔伺厦畜吁曾轧辗椎")
"""Whose usual reading is taken to be another one than in 1980; the standard's comes second."""


def by_the_standard() -> dict[str, str]:
    """Character -> the letter its usual reading begins with."""
    starts = {
        first.encode("gb2312"): letter
        for first, letter in zip(FIRST_OF_LETTER, LETTERS, strict=True)
    }
    found, letter = {}, ""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA):
            place = bytes([row, cell])
            letter = starts.get(place, letter)
            found[place.decode("gb2312")] = letter
    return found


STANDARD = by_the_standard()


def test_the_standard_has_3755_characters_of_23_letters():
    assert len(STANDARD) == 3755
    assert sorted(set(STANDARD.values())) == sorted(LETTERS)


def test_every_usual_character_has_the_reading_of_the_standard():
    table = letters()
    wrong = {sign for sign, letter in STANDARD.items() if letter not in table.get(sign, "")}
    assert wrong == set()


def test_and_it_is_the_usual_one_but_for_a_few():
    table = letters()
    other = {sign for sign, letter in STANDARD.items() if table[sign][0] != letter}
    assert other == USUAL_ELSEWHERE


def test_all_other_characters_of_the_standard_have_initials_too():
    rows = (bytes([row, cell]) for row in range(0xD8, 0xF8) for cell in range(0xA1, 0xFF))
    assert [sign for place in rows if not initials(sign := place.decode("gb2312"))] == []


def test_every_character_has_one_to_three_letters_each_once():
    odd = {
        sign: found
        for sign, found in letters().items()
        if not (1 <= len(found) <= 3 and len({*found}) == len(found) and {*found} <= {*LETTERS})
    }
    assert odd == {}


def test_two_characters_may_take_their_second_reading():
    assert initials("重庆银行") == ["zqyx", "cqyx", "tqyx", "zqyh", "cqyh"]
    assert "cqyhxx" in initials("重庆银行信息")


def test_all_may_take_their_second_reading():
    second = "".join(letters()[sign][1] for sign in "重行长信")
    assert second in initials("重行长信")


def test_a_name_of_many_readings_has_only_a_few_more_spellings():
    name = "重行长信" * 20
    others = sum(len(letters()[sign]) - 1 for sign in name)
    assert len(initials(name)) == 1 + others + 1 + PAIRS
