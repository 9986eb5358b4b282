"""What counts as a ground for 不予共享 (条例第十四条): law, administrative regulation, decision."""

from __future__ import annotations

import pytest

from cdo_desktop.validate.grounds import Ground, read_ground


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国监察法》第四十六条",
        "《中华人民共和国个人信息保护法（2021年）》",
        "统计法第二十五条",
        "根据《统计法》有关规定",
        "依照档案法、保守国家秘密法的规定",
        "《中华人民共和国政府信息公开条例》第十四条",
        "《市场主体登记管理条例》",
        "《城市房地产开发经营管理条例》",
        "《国务院关于在线政务服务的若干规定》，国务院令第716号",
        "《国务院关于取消和下放一批行政许可事项的决定》（国发〔2020〕13号）",
        "《统计法》和《四川省统计管理条例》",
        "《社会救助暂行办法》（国务院令第649号）",
        "《公安部关于户口登记的规定》和《中华人民共和国户口登记条例》",
        "《中华人民共和国人民警察法》（主席令第69号）",
    ],
)
def test_lawful(text):
    assert read_ground(text).ground is Ground.LAWFUL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《四川省大数据发展条例》", "《四川省大数据发展条例》"),
        ("《巴中市政务数据管理办法》第三条", "《巴中市政务数据管理办法》"),
        ("《民政部社会救助工作规程》", "《民政部社会救助工作规程》"),
        ("《关于加强数据管理的通知》（川办发〔2021〕1号）", "《关于加强数据管理的通知》"),
        ("《统计法实施细则》", "《统计法实施细则》"),
        ("《公安部关于户口登记的规定》", "《公安部关于户口登记的规定》"),
        ("《中华人民共和国公安部户口管理规定》", "《中华人民共和国公安部户口管理规定》"),
        ("《民政部、财政部关于发放救助金的办法》", "《民政部、财政部关于发放救助金的办法》"),
        ("国家统计局关于统计资料管理的规定", "国家统计局关于统计资料管理的规定"),
        ("《巴州区关于数据共享的规定》", "《巴州区关于数据共享的规定》"),
        ("《户口登记工作规定》（公通字〔2010〕14号）", "公通字〔2010〕14号"),
        ("《出租房屋管理办法》，公安部令第24号", "公安部令第24号"),
        ("《政务数据管理办法》（川办发[2021]49号）", "川办发[2021]49号"),
        ("本局内部管理规定", "内部管理"),
        ("内部资料，不对外", "内部资料"),
        ("县里的会议纪要", "会议纪要"),
    ],
)
def test_below_the_law(text, words):
    reading = read_ground(text)
    assert reading.ground is Ground.LOW
    assert reading.words in words
    assert reading.words


@pytest.mark.parametrize(
    "text",
    [
        "《社会救助暂行办法》",
        "《国务院办公厅关于政务公开的规定》（国办发〔2019〕14号）",
        "《关于户口的规定》",
        "《政府信息公开保密规定》",
        "涉及隐私",
        "依法不予共享",
        "违法线索",
    ],
)
def test_what_the_words_alone_do_not_tell(text):
    assert read_ground(text).ground is Ground.UNCLEAR
