"""Spoilt files through the command line: an answer or a refusal, never a crash, never a change."""

import random
import shutil
import zipfile
from pathlib import Path

import pytest
from flow_steps import (
    GOOD,
    ROOT,
    TITLES,
    Office,
    ask,
    cdo,
    full_office,
    sheet,
    titled,
)

SHEETS = ROOT / "tests" / "data" / "sheets"
TOKENS = (b"", b"\x00", b"\xff" * 4, b"<", b'"', b"99999999999999999999", b"{", b"\n", b"../", b"%")


@pytest.fixture(scope="module")
def made(tmp_path_factory, everybody) -> Office:
    """A workspace with an export, a receipt and sheets; to be copied."""
    office = full_office(tmp_path_factory.mktemp("made"), TITLES[:2]).approved()
    office.export(everybody.key("李文涛"), "a.cdopkg", "--cosign", everybody.key("李文涛-SM2"))
    office.answered(everybody, "a.cdopkg", "r.cdopkg")
    office.trusting(everybody)
    office.ask("export-xlsx", "-o", office.folder / "a.xlsx")
    return office


@pytest.fixture
def office(tmp_path, made) -> Office:
    """The same, for one test."""
    return Office(Path(shutil.copy(made.path, tmp_path)))


def spoilt(good: bytes, chance: random.Random) -> bytes:
    """The bytes with something done to them: turned over, cut, doubled, moved, written over."""
    content = bytearray(good)
    for _ in range(chance.choice((1, 1, 1, 3, 20))):
        at = chance.randrange(len(content)) if content else 0
        size = chance.choice((1, 2, 8, 64, 700))
        match chance.randrange(6):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[at : at + size]
            case 2:
                content[at:at] = content[at : at + size]
            case 3:
                content[at : at + size] = chance.choice(TOKENS)
            case 4:
                del content[at:]
            case _:
                content[at : at + 4] = chance.randbytes(4)
    return bytes(content)


def repacked(good: bytes, path: Path, chance: random.Random) -> None:
    """A ZIP whose members were spoilt before they were packed, so that reading gets to them."""
    path.write_bytes(good)
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    for name in chance.sample(sorted(members), chance.choice((1, 1, 2))):
        members[name] = spoilt(members[name], chance)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("form", ["xlsx", "csv", "xls", "xlsb", "ods"])
def test_spoilt_sheets(office, made, tmp_path, form, capfd):
    chance = random.Random(f"sheets {form}")
    if form == "xlsx":
        good = (made.folder / "a.xlsx").read_bytes()
    elif form == "csv":
        rows = [
            "信息资源名称,信息资源提供方,信息项名称,更新周期",
            *(f"{t},局,姓名,每月" for t in TITLES),
        ]
        good = "\n".join(rows).encode()
    else:
        good = (SHEETS / f"catalog.{form}").read_bytes()
    path = tmp_path / f"a.{form}"
    before = office.told()
    for number in range(32 if form in ("xlsx", "csv") else 12):
        if form == "xlsx" and number % 2:
            repacked(good, path, chance)
        else:
            path.write_bytes(spoilt(good, chance))
        said = cdo("import", office.path, path, "--rehearse", "--json", exits=None)
        assert isinstance(said.document, dict)
    assert office.told() == before
    for _ in range(6):
        path.write_bytes(spoilt(good, chance))
        office.ask("import", path, exits=None)
        office.ask("reverse", path, exits=None)
        office.ask("check", exits=None)
    assert office.is_whole()


@pytest.mark.parametrize("name", ["a.cdopkg", "r.cdopkg", "信任清单.cdopkg"])
def test_spoilt_packages(office, made, everybody, tmp_path, name):
    chance = random.Random(f"packages {name}")
    source = everybody.folder if name == "信任清单.cdopkg" else made.folder
    good = (source / name).read_bytes()
    path, before = tmp_path / "x.cdopkg", office.told()
    trust = ("--trust", everybody.bundle, "--roots", everybody.roots)
    for number in range(32):
        if number % 4 == 3:
            repacked(good, path, chance)
        else:
            path.write_bytes(spoilt(good, chance))
        if path.read_bytes() == good:
            continue
        said = ask("verify", path, *trust, "--deep", exits=1)
        assert (said["verdict"], bool(said["reasons"])) == ("invalid", True)
        office.ask("receipt take", path, exits=2)
        office.ask("handed", path, "--to", "平台", exits=2)
        office.ask("trust import", path, exits=2)
        ask("trust", "show", path, exits=None)
        ask("verify", made.folder / "a.cdopkg", "--trust", path, exits=None)
    assert office.told() == before


def test_spoilt_workspaces(made, tmp_path):
    chance = random.Random("workspaces")
    good = made.path.read_bytes()
    commands = ("list", "check", "history", "ledger", "undo", "redo", "doctor")
    for number in range(25):
        folder = tmp_path / str(number)
        folder.mkdir()
        office = Office(folder / "a.cdo")
        office.path.write_bytes(spoilt(good, chance))
        for command in commands:
            assert isinstance(office.ask(command, exits=None), dict)
        office.ask("backup", "-o", folder / "b.cdo", exits=None)
        ask("restore-backup", folder / "c.cdo", office.path, exits=None)
        office.ask("export-xlsx", "-o", folder / "b.xlsx", exits=None)
        shutil.rmtree(folder)


def test_spoilt_keys_and_lists(office, made, everybody, tmp_path):
    chance = random.Random("keys")
    package = made.folder / "a.cdopkg"
    sources = [everybody.key("李文涛-SM2"), everybody.roots, everybody.folder / "草稿.json"]
    sources += [Path(f"{everybody.key('李文涛')}.pem")]
    before = office.told()
    for source in sources:
        good = source.read_bytes()
        for _ in range(12):
            path = tmp_path / "x"
            path.write_bytes(spoilt(good, chance))
            ask("key", "show", path, exits=None)
            ask("trust", "show", path, exits=None)
            ask("trust", "add", path, f"{everybody.key('平台')}.pem", exits=None)
            ask("trust", "revoke", path, "a" * 64, exits=None)
            ask("verify", package, "--trust", everybody.bundle, "--roots", path, exits=None)
            ask("trust", "new", "-o", tmp_path / "n.json", "--root", path, exits=None)
            (tmp_path / "n.json").unlink(missing_ok=True)
            (tmp_path / "root.json").unlink(missing_ok=True)
            done = office.ask("export", "--key", path, "-o", tmp_path / "b.cdopkg", exits=None)
            assert ("package" in done) == (path.read_bytes() == good)
    assert office.told() == before


def test_spoilt_ddl_and_passphrases(office, tmp_path):
    chance = random.Random("ddl")
    good = b"""CREATE TABLE `school` (`id` bigint NOT NULL COMMENT '\xe7\xbc\x96\xe5\x8f\xb7',
      name varchar(64) DEFAULT 'a''b', /* c */ built date, PRIMARY KEY (`id`)); -- end"""
    path = tmp_path / "a.sql"
    for _ in range(30):
        path.write_bytes(spoilt(good, chance))
        office.ask("reverse", path, exits=None)
    for _ in range(10):
        path.write_bytes(chance.randbytes(chance.randrange(60)))
        target = tmp_path / "k"
        holder = (
            "--name",
            "王",
            "--role",
            "clerk",
            "--org",
            "局",
            "--org-code",
            "11511921MB999999XT",
        )
        made = ask("key", "new", "-o", target, *holder, "--passphrase-file", path, exits=None)
        assert target.exists() == ("certSha256" in made)
        target.unlink(missing_ok=True)
        (tmp_path / "k.pem").unlink(missing_ok=True)
    assert office.is_whole()


def test_what_was_not_spoilt_is_good(office, made, everybody):
    trust = ("--trust", everybody.bundle, "--roots", everybody.roots, "--deep")
    assert ask("verify", made.folder / "a.cdopkg", *trust, exits=GOOD)["verdict"] == "valid"
    assert office.ask("import", made.folder / "a.xlsx")["unchanged"] == 2
    assert office.ask("import", sheet(office.folder / "b.xlsx", *titled(TITLES[3])))["new"] == 1
    assert office.ask("receipt take", made.folder / "r.cdopkg")["state"] == "已受理"
