"""Collects the words of the window for Qt Linguist, and makes the file the program reads.

scripts/translations en     resources/translations/en.ts is made or brought up to date, then
                            compiled to en.qm; what is translated already stays
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ui.tr import CONTEXT  # noqa: E402

TOOLS = Path(sys.executable).parent


def main() -> int:
    """Make resources/translations/LANGUAGE.ts and .qm."""
    if len(sys.argv) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = ROOT / "resources" / "translations"
    folder.mkdir(exist_ok=True)
    target = folder / f"{sys.argv[1]}.ts"
    count = collect(target, sys.argv[1])
    sys.stdout.write(f"{target}: {count}\n")
    if wrong := unlike(target):
        sys.stderr.writelines(f"not the same braces: {text}\n" for text in wrong)
        return 1
    compiled(target)
    return 0


def collect(target: Path, language: str) -> int:
    """Bring `target` up to date with the code; gives how many texts there are.

    Qt's tool files a text under the class it stands in; here all are of one context, as `tr` asks
    for them, so that a text that stands in two places is translated once.
    """
    known = _translations(target)
    found = target.with_suffix(".found.ts")
    found.unlink(missing_ok=True)
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui").rglob("*.py"))
    tool = [str(TOOLS / "pyside6-lupdate"), *sources, "-locations", "none", "-ts", str(found)]
    subprocess.run(tool, cwd=ROOT, check=True, capture_output=True)
    texts = dict.fromkeys(_translations(found))
    found.unlink()
    _write(target, language, {text: known.get(text, "") for text in texts})
    return len(texts)


def unlike(file: Path) -> list[str]:
    """The texts whose translation asks for other words than they do: it could not be shown."""
    texts = _translations(file).items()
    return [text for text, made in texts if made and _fields(text) != _fields(made)]


def _fields(text: str) -> set[str | None]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def _translations(file: Path) -> dict[str, str]:
    """Source -> translation, "" where there is none yet."""
    if not file.exists():
        return {}
    messages = ElementTree.parse(file).iter("message")
    return {one.findtext("source", ""): one.findtext("translation", "") for one in messages}


def _write(target: Path, language: str, texts: dict[str, str]) -> None:
    tree = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="zh_CN")
    context = ElementTree.SubElement(tree, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for source, translation in sorted(texts.items()):
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = source
        made = ElementTree.SubElement(message, "translation")
        made.text = translation
        if not translation:
            made.set("type", "unfinished")
    ElementTree.indent(tree)
    body = ElementTree.tostring(tree, encoding="unicode")
    target.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def compiled(source: Path) -> Path:
    """The .qm file beside a .ts file."""
    made = source.with_suffix(".qm")
    tool = [str(TOOLS / "pyside6-lrelease"), str(source), "-qm", str(made)]
    subprocess.run(tool, check=True, capture_output=True)
    return made


if __name__ == "__main__":
    sys.exit(main())
