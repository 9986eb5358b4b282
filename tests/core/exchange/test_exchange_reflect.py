"""Reverse cataloguing of a live database: SQLite here; what other URLs say without a driver."""

from __future__ import annotations

import sqlite3
import traceback
from pathlib import Path

import pytest

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.reflect import draft_from_database
from cdo_desktop.standard.library import Library
from cdo_desktop.tasks import Cancelled, Run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A small database of a bureau, in a folder with a name that needs quoting."""
    folder = tmp_path / "数据 库#1"
    folder.mkdir()
    path = folder / "业务.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """
            create table dibao (id integer primary key, xm varchar(50) not null, sfzh char(18),
                amt numeric(10,2), born date, at datetime, memo text, pic blob, ok boolean,
                odd frobnicate(3));
            create table 单位 (统一代码 varchar(18), 序 integer, primary key (统一代码, 序));
            create view v as select * from dibao;
            """
        )
    connection.close()
    return path


def test_every_table_is_a_draft(database: Path, library: Library) -> None:
    made = draft_from_database(f"sqlite:///{database}", library.kind("resource"), library, Run())
    assert [draft.title for draft in made] == ["dibao", "单位"]
    items = {item["field"]: item for item in made[0].items}
    assert {field: item["type"] for field, item in items.items()} == {
        "id": "整型",
        "xm": "字符型",
        "sfzh": "字符型",
        "amt": "数值型",
        "born": "日期型",
        "at": "日期时间型",
        "memo": "备注型",
        "pic": "通用型",
        "ok": "逻辑型",
        "odd": "数值型",  # SQLite itself takes unknown words for numbers
    }
    assert (items["id"]["primary_key"], items["id"]["nullable"]) == ("是", "否")
    assert (items["xm"]["length"], items["xm"]["nullable"]) == ("50", "否")
    assert items["sfzh"]["nullable"] == "是"
    assert items["sfzh"]["personal"] == "是"
    assert [item["name"] for item in made[1].items] == ["统一代码", "序"]
    assert [item["primary_key"] for item in made[1].items] == ["是", "是"]
    assert made[0].values["format_class"] == "数据库"


def test_the_database_is_only_read(database: Path, library: Library) -> None:
    before = database.read_bytes()
    database.chmod(0o444)
    draft_from_database(f"sqlite:///{database}", library.kind("resource"), library, Run())
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "没有.db"
    with pytest.raises(Refused) as refused:
        draft_from_database(f"sqlite:///{path}", library.kind("resource"), library, Run())
    assert refused.value.code == "CDO-U101"
    assert not path.exists()


def test_an_empty_database_and_a_file_that_is_none(tmp_path: Path, library: Library) -> None:
    empty, other = tmp_path / "空.db", tmp_path / "别的.db"
    sqlite3.connect(empty).close()
    empty.touch()
    other.write_text("这不是数据库。" * 100, "utf-8")
    for path, code in ((empty, "CDO-W544"), (other, "CDO-W542")):
        with pytest.raises(Refused) as refused:
            draft_from_database(f"sqlite:///{path}", library.kind("resource"), library, Run())
        assert refused.value.code == code
        assert path.name in str(refused.value)


@pytest.mark.parametrize(
    ("url", "code", "named"),
    [
        ("mysql+pymysql://u:se%40cret@h/db", "CDO-W541", "pymysql"),
        ("postgresql+psycopg2://u:se%40cret@h:5432/db", "CDO-W541", "psycopg2"),
        ("oracle+oracledb://u:se%40cret@h/db", "CDO-W541", "oracledb"),
        ("mssql+pyodbc://u:se%40cret@h/db?driver=x&PWD=se%40cret", "CDO-W541", "pyodbc"),
        ("dm+dmPython://u:se%40cret@h/db", "CDO-W541", "dm"),
        ("postgresql://u:se%40cret@h:port/db", "CDO-W543", "postgresql://"),
        ("se@cret", "CDO-W543", "sqlite:///"),
        ("sqlite://", "CDO-W543", "sqlite:///"),
    ],
)
def test_a_missing_driver_is_named_and_no_password_is_told(
    library: Library, url: str, code: str, named: str
) -> None:
    with pytest.raises(Refused) as refused:
        draft_from_database(url, library.kind("resource"), library, Run())
    assert refused.value.code == code
    assert named in str(refused.value)
    told = str(refused.value) + "".join(
        traceback.format_exception(None, refused.value, None, chain=True)
    )
    assert "cret" not in told


def test_reading_can_be_stopped(database: Path, library: Library) -> None:
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        draft_from_database(f"sqlite:///{database}", library.kind("resource"), library, run)
