"""A workspace of 100 000 × 15: search, lists, opening, export, verification, check."""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks.timing import Figure, median_of, p95, seconds
from benchmarks.workspaces import ACT, OWNER, make_workspace
from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.memory import collect_seldom
from cdo_desktop.tasks import Run
from cdo_desktop.work import checking, handing_over, keys, receiving
from cdo_desktop.workbench import Desk, Workbench

CHUNK = 1 << 20
LARGE, SMALL, ITEMS = 100_000, 10_000, 15
QUERIES = (
    *("学校", "基本信息", "教师", "诺江", "食堂许可", "甲乙", "身份证号", "登记日期", "xx", "jbxx"),
    *(
        "307023",
        "幼儿园统计",
        "校车",
        "姓名12",
        "处罚",
        "洪口镇",
        "年检",
        "体育场馆台账",
        "永安",
        "科技",
    ),
)


def figures(folder: Path) -> Iterator[Figure]:
    """Everything the core does with it; growth from 10 000."""
    collect_seldom()  # as main.py does
    paths = {size: folder / f"{size}.cdo" for size in (SMALL, LARGE)}
    made = {size: seconds(lambda: make_workspace(paths[size], size, ITEMS)) for size in paths}  # noqa: B023
    yield Figure("generate 10 000 → 100 000 records", made[LARGE] / made[SMALL], "×", 12)
    desk = Desk(clock=FixedClock(ACT.at + timedelta(days=1)))
    opening = median_of(lambda: desk.open(paths[LARGE]).close(), 5)
    yield Figure("open and close the workspace", opening, "s", 0.3)
    checks = {}
    with desk.open(paths[SMALL]) as bench:
        checks[SMALL] = median_of(lambda: checking.check_workspace(bench, Run()))
    with desk.open(paths[LARGE]) as bench:
        yield from _lists(bench)
        checks[LARGE] = seconds(lambda: checking.check_workspace(bench, Run()))
        yield Figure("check everything", checks[LARGE], "s", 60)
        yield Figure("check 10 000 → 100 000", checks[LARGE] / checks[SMALL], "×", 12)
        for suite in ("p256", "sm2"):
            yield from _packages(desk, bench, folder, suite)


def _lists(bench: Workbench) -> Iterator[Figure]:
    """Search and a page of rows."""
    workspace = bench.workspace
    times = [seconds(lambda: workspace.search(query)) for query in QUERIES * 5]  # noqa: B023
    yield Figure("search, p95", p95(times) * 1000, "ms", 16)
    numbers = workspace.numbers(ListQuery("resource"))
    starts = random.Random(1).sample(range(len(numbers) - 50), 100)
    pages = [seconds(lambda: workspace.summaries(numbers[at : at + 50])) for at in starts]  # noqa: B023
    yield Figure("a page of 50 rows, p95", p95(pages) * 1000, "ms", 4)
    ids = median_of(lambda: workspace.numbers(ListQuery("resource")), 5)
    yield Figure("ids of the whole list", ids, "s", 0.3)


def _packages(desk: Desk, bench: Workbench, folder: Path, suite: str) -> Iterator[Figure]:
    """Export and verification against their floors."""
    key = folder / f"{suite}.cdokey"
    keys.make_key(desk, key, suite, "李文涛", "dept_cdo", OWNER, _words)
    package = folder / f"{suite}.cdopkg"
    took = seconds(lambda: handing_over.export(bench, package, key, _words, Run()))
    floor = statistics.median(_export_floor(bench, folder) for _ in range(3))
    size = package.stat().st_size / 1e6
    note = f"{took:.1f} s, {size:.0f} MB"
    yield Figure(f"export ({suite}) ÷ floor", took / floor, "×", 3, note)
    given = receiving.TrustGiven()
    bare = median_of(lambda: _bare(package, suite))
    shallow = median_of(lambda: receiving.verify(desk, package, given, Run()))
    yield Figure(f"verify steps 1–4 ({suite}) ÷ floor", shallow / bare, "×", 2, f"{shallow:.2f} s")
    decode = median_of(lambda: _decode(package))
    deep = median_of(lambda: receiving.verify(desk, package, given, Run(), deep=True))
    yield Figure(
        f"verify with step 6 ({suite}) ÷ floor", deep / (bare + decode), "×", 2, f"{deep:.2f} s"
    )


def _words() -> str:
    return "测量"


def _export_floor(bench: Workbench, folder: Path) -> float:
    """json.dumps + SHA-256 + stored zip of the same records; reading them is not counted."""
    spent = 0.0
    target = folder / "floor.zip"
    digest = hashlib.sha256()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        stream = archive.open("records.jsonl", "w", force_zip64=True)
        part: list[dict[str, object]] = []
        for record in bench.workspace.each_record(ListQuery("resource")):
            part.append({"id": record.id, "values": record.values, "groups": record.groups})
            if len(part) == 1000:
                start = perf_counter()
                lines = [json.dumps(one, sort_keys=True, ensure_ascii=False) for one in part]
                body = "\n".join(lines).encode()
                digest.update(body)
                stream.write(body)
                spent += perf_counter() - start
                part.clear()
        stream.close()
    target.unlink()
    return spent


def _bare(package: Path, suite: str) -> None:
    """Read + SHA-256 (+ SM3 for that suite) + CRC-32 of the same bytes."""
    digests = [hashlib.sha256(), *([hashlib.new("sm3")] if suite == "sm2" else [])]
    crc = 0
    with package.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            crc = zlib.crc32(chunk, crc)
            for one in digests:
                one.update(chunk)


def _decode(package: Path) -> None:
    """msgspec decode and sorted encode of every line."""
    encoder = msgspec.json.Encoder(order="sorted")
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            if name.endswith(".jsonl"):
                for line in archive.read(name).split(b"\n"):
                    if line:
                        encoder.encode(msgspec.json.decode(line))
