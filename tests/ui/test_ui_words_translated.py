"""Every word of the window can be translated: none stands outside `tr`, and Qt's tools find all."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import translations  # noqa: E402

HAN = re.compile("[\u4e00-\u9fff]")
DATA = {
    "write_body.py": {"选取要导出的记录", "写入记录", "写入文件包", "核对文件包"},
    "home_panels.py": {"无条件共享", "有条件共享", "不予共享"},
    "marks.py": {"无条件共享", "有条件共享", "不予共享"},
    "input_check.py": {"\u4e00", "\u9fff"},
}
"""File -> Chinese that is no text for people but a value of the records or of the core."""
MODULES = sorted(p for p in (ROOT / "ui").rglob("*.py") if not p.stem.startswith("smoke"))
"""The trial run speaks to whoever builds the program, in Chinese."""


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def is_documentation(node: ast.AST, up: dict[ast.AST, ast.AST]) -> bool:
    return isinstance(up.get(node), ast.Expr)


def is_translated(node: ast.AST, up: dict[ast.AST, ast.AST]) -> bool:
    over = up.get(node)
    return isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id == "tr"


def words_outside(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    up = parents(tree)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if not HAN.search(node.value) or node.value in DATA.get(path.name, ()):
            continue
        if not (is_documentation(node, up) or is_translated(node, up)):
            yield f"{path.name}:{node.lineno} {node.value}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_word_stands_outside_tr(path: Path) -> None:
    assert list(words_outside(path)) == []


def test_a_translation_reaches_the_window(tmp_path: Path) -> None:
    made = tmp_path / "probe.ts"
    assert translations.collect(made, "en") > 1000
    text = made.read_text("utf-8")
    done = re.sub(
        r"<source>(.*?)</source>\s*<translation type=\"unfinished\" ?/>",
        r"<source>\1</source><translation>«\1»</translation>",
        text,
    )
    made.write_text(done, "utf-8")
    compiled = translations.compiled(made)
    said = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=os.environ | {"CDO_LANGUAGE": str(compiled), "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert "«工作台»" in said
    assert "«导入表格…»" in said
    assert all(line.startswith("«") for line in said), said


PROBE = """
from ui.actions import ACTIONS
from ui.places import PLACES
for row in ACTIONS:
    print(row.menu); print(row.text)
for place in PLACES:
    print(place.label)
"""


def test_what_is_translated_stays_when_the_words_are_collected_again(tmp_path: Path) -> None:
    made = tmp_path / "en.ts"
    translations.collect(made, "en")
    empty = '<source>工作台</source>\n      <translation type="unfinished" />'
    full = "<source>工作台</source>\n      <translation>Desk</translation>"
    text = made.read_text("utf-8")
    assert empty in text
    made.write_text(text.replace(empty, full), "utf-8")
    translations.collect(made, "en")
    assert full in made.read_text("utf-8")


@pytest.mark.parametrize("translation", ["Row", "Row {line}", "Row {row"])
def test_a_translation_with_other_braces_is_named(tmp_path: Path, translation: str) -> None:
    made = tmp_path / "en.ts"
    made.write_text(
        "<TS><context><name>ui</name><message><source>第 {row} 行</source>"
        f"<translation>{translation}</translation></message></context></TS>",
        "utf-8",
    )
    assert translations.unlike(made) == ["第 {row} 行"]
    made.write_text(made.read_text("utf-8").replace(translation, "Row {row}"), "utf-8")
    assert translations.unlike(made) == []
