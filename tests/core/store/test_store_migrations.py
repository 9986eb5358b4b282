"""The schema: the newest migration is the model, old files are brought up or left as they were."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from store_steps import EVERYTHING, FINE, added, changed, fine, found, rows, titles

from cdo_desktop.errors import DefinitionInvalid, Refused
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.loading import read_kind
from cdo_desktop.store import migrate, upgrading
from cdo_desktop.store.engine import make_engine
from cdo_desktop.store.tables import Row
from cdo_desktop.store.unit import remember_definition
from cdo_desktop.store.workspace import Workspace

RELEASED = sorted((Path(__file__).parents[2] / "data" / "workspaces").glob("*.cdo"))


def is_ours(name, type_, parent):
    """All but the tables of the full-text index, which SQLite makes itself."""
    return not (type_ == "table" and name.startswith("search"))


def test_the_newest_migration_is_the_model(new_workspace):
    engine = make_engine(new_workspace, mode="ro", passphrase=None)
    with closing(engine.connect()) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        assert compare_metadata(context, Row.metadata) == []
    assert upgrading.current_revision(engine) == upgrading.head_revision() is not None
    engine.dispose()


def test_every_migration_counts_one_version_up():
    versions = Path(migrate.__file__).parent / "migrations" / "versions"
    numbers = sorted(path.stem[:4] for path in versions.glob("*.py"))
    assert numbers == [f"{number:04d}" for number in range(1, migrate.SCHEMA_VERSION + 1)]
    assert upgrading.head_revision() == numbers[-1]


def test_a_new_file_needs_no_copy(tmp_path, new_workspace, act):
    path = Path(shutil.copy(new_workspace, tmp_path))
    Workspace.open(path, act).close()
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def older(workspace, act, make_record, monkeypatch):
    """A closed workspace with one record, and a program whose schema is one version newer."""
    added(workspace, act, make_record())
    workspace.close()
    for module in ("migrate", "workspace"):
        newer = migrate.SCHEMA_VERSION + 1 if module == "migrate" else migrate.SCHEMA_VERSION
        monkeypatch.setattr(f"cdo_desktop.store.{module}.SCHEMA_VERSION", newer)
    return workspace.path


def test_an_older_file_is_copied_and_brought_up(older, act):
    with Workspace.open(older, act) as workspace:
        assert workspace.count(EVERYTHING) == 1
    copy = older.with_name("民政局.before-upgrade-20260312-093000.cdo")
    assert sorted(older.parent.iterdir()) == sorted([older, copy])
    assert rows(older, "PRAGMA user_version") == [(migrate.SCHEMA_VERSION,)]
    assert rows(copy, "PRAGMA user_version") == [(migrate.SCHEMA_VERSION - 1,)]
    assert rows(copy, "SELECT count(*) FROM record") == [(1,)]


def test_an_older_file_cannot_be_read_without_being_brought_up(older):
    before = older.read_bytes()
    with pytest.raises(Refused) as refused:
        Workspace.open_to_read(older)
    assert refused.value.code == "CDO-S304"
    assert older.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(older, act, monkeypatch):
    """SQLite would keep a table made before the failure if BEGIN were left to the driver."""

    def half(config, revision):
        connection = config.attributes["connection"]
        connection.exec_driver_sql("CREATE TABLE half (a)")
        connection.exec_driver_sql("DELETE FROM record")
        raise ZeroDivisionError

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(ZeroDivisionError):
        Workspace.open(older, act)
    assert rows(older, "SELECT count(*) FROM record") == [(1,)]
    assert rows(older, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == [(0,)]
    assert rows(older, "PRAGMA user_version") == [(migrate.SCHEMA_VERSION - 1,)]


@pytest.mark.parametrize("file", RELEASED, ids=lambda file: file.stem)
def test_the_workspaces_of_every_release_open_and_go_on(file, tmp_path, act, make_record, run):
    path = Path(shutil.copy(file, tmp_path))
    with Workspace.open(path, act) as workspace:
        assert workspace.info.org.name == "巴中市民政局"
        assert workspace.broken_links(run) == []
        assert titles(workspace) == ["城镇居民最低生活保障人员信息", "停用的目录"]
        record = workspace.record("307022/000001")
        assert record.values["office"] == "社会救助科"
        assert record.groups["items"][0]["name"] == "姓名"
        assert found(workspace, "czjm") == {record.title}
        assert [step.name for step in workspace.steps()] == ["撤销：删除", "删除", "改科室", "新增"]
        workspace.redo(act, fine)
        assert titles(workspace) == ["城镇居民最低生活保障人员信息"]
        added(workspace, act, make_record())
        assert workspace.broken_links(run) == []


def test_there_is_a_workspace_of_a_release():
    assert RELEASED


# -- definitions ---------------------------------------------------------------------------------


@pytest.fixture
def old_kind(library):
    """The resource as it was before 809: without the share scope."""
    body = dict(library.kind("resource").source)
    body["kind"] = body["kind"] | {"standard": "1272-2017"}
    body["element"] = [block for block in body["element"] if block["key"] != "share_scope"]
    return read_kind(body, "1272.toml")


def test_a_record_of_an_older_definition_opens_and_can_be_changed(
    workspace, act, make_record, old_kind
):
    path = workspace.path
    with workspace.unit(act, "旧版定义", kind="note") as unit:
        remember_definition(unit.connection, old_kind)
    workspace.close()
    with Workspace.open(path, act) as again:
        [old] = added(again, act, replace(make_record(title="旧目录"), standard="1272-2017"))
        [new] = added(again, act, make_record(title="新目录"))
    with Workspace.open(path, act) as again:
        assert again.record(old.id).standard == "1272-2017"
        kind = again.library.version("resource", again.record(old.id).standard)
        assert "share_scope" not in kind.by_key
        assert "share_scope" in again.library.version("resource", new.standard).by_key
        [old] = changed(again, act, again.record(old.id).with_value("office", "办公室"))
        assert found(again, "办公室") == {"旧目录"}
        assert old.standard == "1272-2017"


def test_a_record_of_a_definition_nobody_has_is_refused(workspace, act, make_record):
    with pytest.raises(Refused) as refused, workspace.unit(act, "新增") as unit:
        unit.save(replace(make_record(), standard="1272-2099"), FINE)
    assert refused.value.code == "CDO-S103"
    assert workspace.count(EVERYTHING) == 0


def test_an_older_definition_that_is_spoilt_is_refused():
    library = Library("national", older=({"kind": {"key": "resource"}, "elephant": []},))
    assert library.kind("resource").label == "数据资源目录"
    with pytest.raises(DefinitionInvalid) as refused:
        library.version("resource", "1272-2017")
    assert "elephant" in refused.value.happened
