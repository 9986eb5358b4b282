"""Steps of the whole job, taken through the real command line as a clerk or a script takes them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import xlsxwriter
from sqlcipher3 import dbapi2 as driver

from cdo_desktop.cli.entry import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample" / "sample.xlsx"
BUREAU, BUREAU_CODE = "通江县教育科技和体育局", "11511921MB999999XT"
PLATFORM, PLATFORM_CODE = "巴中市数据共享平台", "11511900MB1Q7K3P24"
PASSPHRASE = "杜鹃-8-春天"
GOOD, WANTING, REFUSED, UNCHECKED, STOPPED = 0, 1, 2, 3, 130

RESOURCE = {
    "信息资源名称": "义务教育学生学籍信息",
    "信息资源代码": None,
    "信息资源分类": "307022",
    "信息资源提供方": BUREAU,
    "信息资源提供方代码": BUREAU_CODE,
    "信息资源摘要": "全县义务教育阶段在校学生的学籍，含姓名、证件号码、学校和年级。",
    "信息资源格式分类": "数据库",
    "信息资源格式类型": "KingbaseES",
    "共享类型": "有条件共享",
    "共享条件": "经本局同意后用于入学核验。",
    "共享范围": "县直部门",
    "使用用途": "入学资格核验",
    "共享方式分类": "共享平台方式",
    "共享方式类型": "接口",
    "是否向社会开放": "否",
    "更新周期": "每月",
    "发布日期": "2026-03-01",
    "数据分类": "个人信息",
    "数据级别": "一般数据",
    "涉密性": "非涉密",
    "保密风险评估": "已通过",
    "保密风险评估日期": "2026-02-10",
    "个人信息保护影响评估": "已通过",
    "个人信息保护影响评估日期": "2026-02-12",
    "审批的部门负责人": "李建国",
    "部门负责人审批日期": "2026-02-20",
    "责任科室": "基础教育股",
    "数据存储总量": None,
}
"""A resource without a fault; what differs is said where it is used."""
TITLES = ("义务教育学生学籍信息", "教师资格认定信息", "校车使用许可信息", "体育场馆基本信息")
ITEMS = ("学校名称", "所在乡镇", "办学类型")


@dataclass(frozen=True)
class Said:
    """What a command said, and the code it ended with."""

    code: int
    out: str
    err: str

    @cached_property
    def document(self) -> Any:
        """The one JSON document on stdout; ValueError if there is more or less than one."""
        return json.loads(self.out)


def cdo(*arguments: object, exits: int | None = GOOD, **settings: str) -> Said:
    """Run a command in this process; `exits` is the code it must end with, None: any of ours.

    The environment gives the passphrase of the keys, and what `settings` adds.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    environment = patch.dict(os.environ, {"CDO_PASSPHRASE": PASSPHRASE, **settings})
    with environment, redirect_stdout(out), redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    said = Said(code, _text(out), _text(err))
    return checked(said, arguments, exits)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def checked(said: Said, arguments: Sequence[object], exits: int | None) -> Said:
    """The answer, if it ended as it should; a traceback is never an answer."""
    assert "Traceback" not in said.err, said.err
    wanted = (GOOD, WANTING, REFUSED, UNCHECKED) if exits is None else (exits,)
    assert said.code in wanted, f"{arguments}\n{said.code}\n{said.out[:900]}\n{said.err[:900]}"
    return said


def ask(*arguments: object, exits: int | None = GOOD, **settings: str) -> Any:
    """The document a command answers with under --json."""
    return cdo(*arguments, "--json", exits=exits, **settings).document


def refused(*arguments: object, exits: int = REFUSED, **settings: str) -> str:
    """The code of the error with which a command refuses; it is told twice, for script and man."""
    said = cdo(*arguments, "--json", exits=exits, **settings)
    error = said.document["error"]
    assert error["message"] in said.err
    assert error["code"] in said.err
    return str(error["code"])


def program(*arguments: object, **settings: str | None) -> subprocess.Popen[str]:
    """The program in a process of its own, as scripts/run starts it; None takes a setting away."""
    wanted = {**os.environ, "CDO_PASSPHRASE": PASSPHRASE, **settings}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        env={name: value for name, value in wanted.items() if value is not None},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def said_by(process: subprocess.Popen[str]) -> Said:
    """What a process said until it ended."""
    with process:
        out, err = process.communicate(timeout=120)
    return Said(process.returncode, out, err)


def run(*arguments: object, exits: int | None = GOOD, **settings: str) -> Said:
    """Run a command in a process of its own."""
    return checked(said_by(program(*arguments, **settings)), arguments, exits)


# -- sheets ----------------------------------------------------------------------------------------


def sheet(path: Path, *resources: Mapping[str, object], items: Sequence[str] = ITEMS) -> Path:
    """A sheet of the 数据资源目录 as a bureau fills it, one row for each item."""
    rows = [
        {**RESOURCE, **resource, "信息项名称": item, "数据类型": "字符型", "数据长度": "64"}
        for resource in resources
        for item in items
    ]
    return table(path, rows)


def table(path: Path, rows: Sequence[Mapping[str, object]], name: str = "数据资源目录") -> Path:
    """A workbook of one sheet: the keys of the first row as header, then the rows."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet(name)
        page.write_row(0, 0, list(rows[0]))
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row.values()):
                if value is not None:
                    page.write(line, place, value)
    return path


def titled(*titles: str, **changes: object) -> list[dict[str, object]]:
    """Resources of these names that otherwise differ only in `changes`."""
    return [{"信息资源名称": title, **changes} for title in titles]


# -- a bureau's desk -------------------------------------------------------------------------------


@dataclass(frozen=True)
class People:
    """The keys of those who sign, and the trust bundle that says so."""

    folder: Path
    bundle: Path
    roots: Path

    def key(self, name: str) -> Path:
        """The key file of one of them."""
        return self.folder / f"{name}.cdokey"

    def fingerprint(self, name: str) -> str:
        """The fingerprint of one's certificate."""
        return str(ask("key", "show", self.key(name))["certSha256"])


_PEOPLE = (
    ("根", "root", PLATFORM, PLATFORM_CODE, "p256"),
    ("李文涛", "dept_cdo", BUREAU, BUREAU_CODE, "p256"),
    ("李文涛-SM2", "dept_cdo", BUREAU, BUREAU_CODE, "sm2"),
    ("王晓燕", "clerk", BUREAU, BUREAU_CODE, "p256"),
    ("平台", "platform", PLATFORM, PLATFORM_CODE, "p256"),
    ("另一平台", "platform", PLATFORM, PLATFORM_CODE, "p256"),
)
_VOUCHED = ("李文涛", "李文涛-SM2", "王晓燕", "平台")


def people(folder: Path) -> People:
    """Keys for everybody; a root vouches for all but 另一平台."""
    for name, role, org, code, suite in _PEOPLE:
        holder = ("--name", name, "--role", role, "--org", org, "--org-code", code)
        cdo("key", "new", "-o", folder / f"{name}.cdokey", *holder, "--suite", suite)
    draft, bundle = folder / "草稿.json", folder / "信任清单.cdopkg"
    found = People(folder, bundle, folder / "root.json")
    cdo("trust", "new", "-o", draft, "--root", found.key("根"))
    for name in _VOUCHED:
        cdo("trust", "add", draft, f"{found.key(name)}.pem")
    cdo("trust", "sign", draft, "--key", found.key("根"), "-o", bundle)
    return found


_TABLES = """SELECT name FROM sqlite_master
WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"""


@dataclass(frozen=True)
class Office:
    """A workspace and what is done with it."""

    path: Path

    @property
    def folder(self) -> Path:
        """Where everything lies."""
        return self.path.parent

    def ask(
        self, command: str, *arguments: object, exits: int | None = GOOD, **settings: str
    ) -> Any:
        """A command on this workspace, answered as a document."""
        return ask(*command.split(), self.path, *arguments, exits=exits, **settings)

    def refuses(
        self, command: str, *arguments: object, exits: int = REFUSED, **settings: str
    ) -> str:
        """The code with which it refuses a command."""
        return refused(*command.split(), self.path, *arguments, exits=exits, **settings)

    def listed(self, *arguments: object) -> dict[str, Any]:
        """The records by title."""
        found = self.ask("list", *arguments)["records"]
        return {record["title"]: record for record in found}

    def states(self) -> dict[str, str]:
        """Title -> the one word a list shows."""
        return {title: record["state"] for title, record in self.listed().items()}

    def bring(self, *resources: Mapping[str, object], exits: int = GOOD, **more: Any) -> Any:
        """Import a sheet with these resources."""
        made = sheet(self.folder / "填报.xlsx", *resources, **more)
        return self.ask("import", made, exits=exits)

    def export(self, key: Path, name: str, *arguments: object, exits: int = GOOD) -> Any:
        """Export a package of this name; its file is `folder / name`."""
        target = self.folder / name
        return self.ask("export", "--key", key, "-o", target, *arguments, exits=exits)

    def answered(self, people: People, package: str, name: str, *more: object) -> Path:
        """The platform's receipt for a package of this office, not yet taken."""
        target = self.folder / name
        given = ("--trust", people.bundle, "--roots", people.roots, "--key", people.key("平台"))
        ask("receipt", "make", self.folder / package, *given, "-o", target, *more)
        return target

    def approved(self) -> Office:
        """The same, with everything in it submitted and approved; nothing may stay behind."""
        self.ask("submit", "--all", "--by", "王晓燕")
        self.ask("approve", "--all", "--by", "李文涛")
        return self

    def trusting(self, people: People) -> Office:
        """The same, with the trust bundle imported."""
        self.ask("trust import", people.bundle, "--roots", people.roots)
        return self

    def told(self) -> str:
        """Every row of every table (records, ledger, steps …): the same text if nothing changed."""
        where = f"file:{quote(str(self.path))}?mode=ro"
        with closing(driver.connect(where, uri=True)) as database:
            tables = [name for (name,) in database.execute(_TABLES)]
            rows = (row for name in tables for row in database.execute(f'SELECT * FROM "{name}"'))
            return "\n".join(map(str, rows))

    def is_whole(self) -> bool:
        """Whether the file is sound, and its history from end to end."""
        return self.ask("doctor")["healthy"] and self.ask("history", "--verify")["verified"]


def new_office(folder: Path, *arguments: object, name: str = "教体局.cdo") -> Office:
    """A new workspace of the bureau."""
    owner = ("--org", BUREAU, "--org-code", BUREAU_CODE, "--region", "511921")
    ask("new", folder / name, *owner, *arguments)
    return Office(folder / name)


def full_office(folder: Path, titles: Iterable[str] = TITLES) -> Office:
    """A workspace with a draft for each of these titles."""
    office = new_office(folder)
    office.bring(*titled(*titles))
    return office


# -- a program that is stopped, killed, or out of space --------------------------------------------

_CRADLE = """
import json, os, resource, sys, time
import main
from cdo_desktop.cli import entry

for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        code = 99
        try:
            for stream, name in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
                os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), stream)
            if asked["limit"]:
                resource.setrlimit(resource.RLIMIT_FSIZE, (asked["limit"], asked["limit"]))
            code = main.main(asked["arguments"])
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    began = time.monotonic()
    if asked["delay"] is not None:
        time.sleep(asked["delay"])
        os.kill(child, asked["signal"])
    _, status = os.waitpid(child, 0)
    took = time.monotonic() - began
    print(json.dumps([os.waitstatus_to_exitcode(status), took]), flush=True)
"""


class Cradle:
    """Runs each command in a process of its own that has the program loaded already."""

    def __init__(self, folder: Path) -> None:
        self._out, self._err = folder / "out", folder / "err"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CRADLE],
            cwd=ROOT,
            env={**os.environ, "CDO_PASSPHRASE": PASSPHRASE, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(
        self,
        *arguments: object,
        delay: float | None = None,
        stop: signal.Signals = signal.SIGKILL,
        limit: int = 0,
    ) -> tuple[Said, float]:
        """What a command said and how long it took; after `delay` it gets the signal `stop`.

        No file it writes may grow beyond `limit` bytes.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        for file in (self._out, self._err):
            file.unlink(missing_ok=True)
        asked = {
            "arguments": [*map(str, arguments), "--json"],
            "delay": delay,
            "signal": stop,
            "limit": limit,
            "out": str(self._out),
            "err": str(self._err),
        }
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        code, took = json.loads(self._process.stdout.readline())
        said = Said(code, *(file.read_text("utf-8") for file in (self._out, self._err)))
        assert "Traceback" not in said.err, said.err
        return said, took

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()


def trusted(judges: People) -> tuple[object, ...]:
    """What a command is given to trust these people."""
    return ("--trust", judges.bundle, "--roots", judges.roots)
