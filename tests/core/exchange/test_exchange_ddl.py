"""Reverse cataloguing of SQL DDL, in the dialects a county meets, and of hostile text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.ddl import draft_from_ddl, draft_from_sql
from cdo_desktop.exchange.found_table import DraftedResource, ItemType
from cdo_desktop.exchange.sql_tables import read_tables
from cdo_desktop.exchange.sql_types import SqlType, read_sql_type
from cdo_desktop.standard.library import Library
from cdo_desktop.tasks import Cancelled, Run

MYSQL = """
-- 备份 2026
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `person`;
CREATE TABLE IF NOT EXISTS `db`.`person` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT COMMENT '编号',
  `xm` varchar(50) CHARACTER SET utf8 DEFAULT NULL COMMENT '姓名',
  `sex` enum('男','女') DEFAULT '男' COMMENT '性别(1男\\'2女)',
  `amt` decimal(10,2) NOT NULL DEFAULT '0.00' COMMENT "金额，元",
  `flag` tinyint(1) DEFAULT 0,
  `ct` datetime(6) DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `key` varchar(10),
  PRIMARY KEY (`id`), KEY `idx_xm` (`xm`(10)),
  CONSTRAINT fk FOREIGN KEY (`xm`) REFERENCES `y` (`a`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='低保人员; 含家庭成员';
INSERT INTO `person` VALUES (1,'CREATE TABLE x (a int);');
"""
ORACLE = """
CREATE TABLE "SCOTT"."DIBAO" (ID NUMBER(10) NOT NULL, NAME VARCHAR2(50 CHAR),
  BIRTH DATE DEFAULT SYSDATE NOT NULL, PIC BLOB, X MYTYPE,
  CONSTRAINT PK_D PRIMARY KEY (ID) USING INDEX TABLESPACE u) TABLESPACE u PCTFREE 10
/
COMMENT ON TABLE SCOTT.DIBAO IS '低保对象';
COMMENT ON COLUMN SCOTT.DIBAO.NAME IS '姓名：对象''本人''的姓名';
comment on column "SCOTT"."DIBAO"."BIRTH" is '出生日期';
"""
SQL_SERVER = """
CREATE TABLE [dbo].[T_User](
\t[Id] [int] IDENTITY(1,1) NOT NULL,
\t[Name] [nvarchar](50) NULL,
\t[Big] [nvarchar](max) NULL, [Amt] [money] NULL, [a]]b] bit,
 CONSTRAINT [PK_U] PRIMARY KEY CLUSTERED ([Id] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]
) ON [PRIMARY]
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'用户名' ,
 @level0type=N'SCHEMA',@level0name=N'dbo', @level1type=N'TABLE',@level1name=N'T_User',
 @level2type=N'COLUMN',@level2name=N'Name'
GO
EXEC sp_addextendedproperty 'MS_Description', '系统用户', 'SCHEMA', dbo, 'TABLE', T_User
GO
"""
POSTGRES = """
CREATE TABLE public.t (id integer NOT NULL, tags text[], n numeric(12,2) DEFAULT '0'::numeric,
  at timestamp(6) without time zone DEFAULT now(), nm character varying(40), d double precision);
CREATE FUNCTION f() RETURNS void AS $$ CREATE TABLE hidden (a int); $$ LANGUAGE sql;
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
COMMENT ON TABLE public.t IS E'台账';
CREATE TEMPORARY TABLE scratch (a int);
"""
DM = """
CREATE TABLE "JGSW"."单位" ("统一代码" VARCHAR(18) NOT NULL, "名称" VARCHAR2(200),
  CLUSTER PRIMARY KEY ("统一代码")) STORAGE(ON "MAIN", CLUSTERBTR);
"""


def drafts(text: str, library: Library) -> list[DraftedResource]:
    """The drafts of some statements."""
    return list(draft_from_sql(text, "表.sql", library.kind("resource"), library, Run()))


def row(draft: DraftedResource, field: str) -> dict[str, Any]:
    """The item with this physical name, without its id."""
    return next(
        {k: v for k, v in item.items() if k not in ("id", "field")}
        for item in draft.items
        if item["field"] == field
    )


def test_mysql(library: Library) -> None:
    (made,) = drafts(MYSQL, library)
    assert made.title == "低保人员"
    assert (made.values["format_class"], made.values["format_type"]) == ("数据库", "mysql")
    assert [item["field"] for item in made.items] == ["id", "xm", "sex", "amt", "flag", "ct", "key"]
    assert row(made, "id") == {
        "name": "编号",
        "type": "整型",
        "length": "8",
        "primary_key": "是",
        "nullable": "否",
    }
    assert row(made, "xm") == {
        "name": "姓名",
        "type": "字符型",
        "length": "50",
        "nullable": "是",
        "personal": "是",
    }
    assert row(made, "sex")["note"] == "性别(1男'2女)；取值：男、女"
    assert row(made, "amt") == {
        "name": "金额",
        "type": "数值型",
        "length": "10",
        "nullable": "否",
        "note": "金额，元",
    }
    assert row(made, "flag")["type"] == "逻辑型"
    assert row(made, "ct") == {"type": "日期时间型", "nullable": "是"}
    assert row(made, "key") == {"type": "字符型", "length": "10", "nullable": "是"}


def test_oracle(library: Library) -> None:
    (made,) = drafts(ORACLE, library)
    assert (made.title, made.values["format_type"]) == ("低保对象", "oracle")
    assert row(made, "ID")["primary_key"] == "是"
    assert row(made, "NAME")["note"] == "姓名：对象'本人'的姓名"
    assert row(made, "NAME")["length"] == "50"
    assert row(made, "BIRTH")["nullable"] == "否"
    assert row(made, "PIC")["type"] == "通用型"
    assert "type" not in row(made, "X")
    assert [n.facts["fields"] for n in made.notes if n.code == "CDO-W534"] == ["X"]


def test_sql_server(library: Library) -> None:
    (made,) = drafts(SQL_SERVER, library)
    assert (made.title, made.values["format_type"]) == ("系统用户", "sql server")
    assert row(made, "Id")["primary_key"] == "是"
    assert row(made, "Name")["name"] == "用户名"
    assert row(made, "Name")["length"] == "50"
    assert row(made, "Big")["type"] == "备注型"
    assert row(made, "Amt")["type"] == "货币型"
    assert row(made, "a]b")["type"] == "逻辑型"


def test_postgresql(library: Library) -> None:
    (made,) = drafts(POSTGRES, library)
    assert (made.title, made.values["format_type"]) == ("台账", "PostgreSQL")
    assert row(made, "id") == {
        "type": "整型",
        "length": "4",
        "primary_key": "是",
        "nullable": "否",
    }
    assert [row(made, f)["type"] for f in ("tags", "n", "at", "nm", "d")] == [
        "备注型",
        "数值型",
        "日期时间型",
        "字符型",
        "双精度型",
    ]


def test_dm_with_chinese_names(library: Library) -> None:
    (made,) = drafts(DM, library)
    assert (made.title, made.values["format_type"]) == ("单位", "Dm")
    assert [item["name"] for item in made.items] == ["统一代码", "名称"]
    assert made.items[0]["primary_key"] == "是"
    assert "field" not in made.items[0]


def test_a_table_made_by_a_query_is_a_draft_without_items(library: Library) -> None:
    (made,) = drafts("create table z as select * from t;", library)
    assert (made.title, made.items) == ("z", ())
    assert "CDO-W533" in {note.code for note in made.notes}


def test_a_primary_key_may_stand_in_the_column(library: Library) -> None:
    (made,) = drafts("create table z (a int primary key, b int not null primary key)", library)
    assert row(made, "a")["primary_key"] == "是"
    assert row(made, "a")["nullable"] == "否"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("varchar2(50 char)", SqlType(ItemType.TEXT, "50")),
        ("NUMBER", SqlType(ItemType.NUMERIC)),
        ("numeric(12, 2)", SqlType(ItemType.NUMERIC, "12")),
        ("int(11) unsigned", SqlType(ItemType.INTEGER, "4")),
        ("double precision", SqlType(ItemType.DOUBLE, "8")),
        ("timestamp(6) with time zone", SqlType(ItemType.DATETIME)),
        ("character varying(40)", SqlType(ItemType.TEXT, "40")),
        ("bit(1)", SqlType(ItemType.LOGICAL, "1")),
        ("bit varying(8)", SqlType(ItemType.GENERAL)),
        ("varbinary(max)", SqlType(ItemType.GENERAL)),
        ("long raw", SqlType(ItemType.GENERAL)),
        ("pg_catalog.varchar(3)", SqlType(ItemType.TEXT, "3")),
        ("integer[]", SqlType(ItemType.MEMO)),
        ("mytype", SqlType(None)),
        ("", SqlType(None)),
    ],
)
def test_types_are_read_with_the_defined_length(text: str, meant: SqlType) -> None:
    assert read_sql_type(text) == meant


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_may_have_any_usual_encoding(
    tmp_path: Path, library: Library, encoding: str
) -> None:
    path = tmp_path / "表.sql"
    path.write_bytes(MYSQL.encode(encoding))
    (made,) = draft_from_ddl(path, library.kind("resource"), library, Run())
    assert made.title == "低保人员"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"select 1;", "CDO-W531"), (b"\x00\x01\xff\xfe\x80", "CDO-W535"), (b"", "CDO-W531")],
)
def test_what_is_no_ddl_is_refused(
    tmp_path: Path, library: Library, content: bytes, code: str
) -> None:
    path = tmp_path / "表.sql"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        draft_from_ddl(path, library.kind("resource"), library, Run())
    assert refused.value.code == code
    assert "表.sql" in str(refused.value)


def test_a_dump_with_data_that_is_too_large_is_refused_unread(
    tmp_path: Path, library: Library
) -> None:
    path = tmp_path / "表.sql"
    with path.open("wb") as stream:
        stream.truncate((64 << 20) + 1)
    with pytest.raises(Refused) as refused:
        draft_from_ddl(path, library.kind("resource"), library, Run())
    assert refused.value.code == "CDO-W532"


WORDS = [
    "CREATE TABLE", "create", "TABLE", "`a`", '"b"', "[c]", "x.y", "(", ")", ",", ";", "'", '"',
    "`", "[", "]", "/*", "*/", "--", "\n", "#", "$$", "$x$", "q'[", "COMMENT", "ON", "IS", "'字'",
    "PRIMARY KEY", "NOT NULL", "DEFAULT", "varchar(10)", "int", "CONSTRAINT", "KEY", "LIKE",
    "ALTER TABLE", "ADD", "GO", "EXEC sp_addextendedproperty", "N'MS_Description'", "\\", "\x00",
    "COLUMN", "TEMPORARY", "IF NOT EXISTS", "enum('a','b')", ".", "字",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=200))
@example("CREATE TABLE t (a int")
@example("COMMENT ON COLUMN IS 'x'")
@example("ALTER TABLE ADD PRIMARY KEY (")
@example("EXEC sp_addextendedproperty 'MS_Description', 'x', 'TABLE'")
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    for table in read_tables(text, Run()):
        assert table.name
        for column in table.columns.values():
            read_sql_type(column.type)


@pytest.mark.parametrize(
    "part",
    [
        "(",
        "'",
        "''",
        "`",
        '"',
        "[",
        "/*",
        "$$",
        "$a$",
        "q'[",
        "CREATE TABLE a (",
        "a.",
        "\\'",
        "--",
    ],
)
def test_repeated_signs_take_no_more_than_their_share_of_time(part: str) -> None:
    def seconds(count: int) -> float:
        text = f"CREATE TABLE `t` (a int, {part * count}"
        start = time.process_time()
        read_tables(text, Run())
        return time.process_time() - start

    little = min(seconds(4_000) for _ in range(3))
    much = min(seconds(40_000) for _ in range(2))
    assert much < 40 * max(little, 0.005), "ten times the text, about ten times the time"


def test_reading_can_be_stopped() -> None:
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        read_tables(MYSQL, run)
