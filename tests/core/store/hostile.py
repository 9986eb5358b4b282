"""Reading everything of a workspace file whose bytes may be anything: a good read or a CdoError."""

from __future__ import annotations

from pathlib import Path

from store_steps import EVERYTHING, FINE

from cdo_desktop.domain.lifecycle import state_word
from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import record_line
from cdo_desktop.errors import CdoError
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run


def read_all(path: Path) -> str:
    """Read all there is to read; gives "" or the code of the error. Anything else is a bug."""
    try:
        with Workspace.open_to_read(path) as workspace:
            _everything(workspace)
    except CdoError as error:
        return error.code
    return ""


def write_some(path: Path, act: Act) -> str:
    """Open to write, undo, change and back up; gives "" or the code of the error."""
    try:
        with Workspace.open(path, act) as workspace:
            workspace.undo(act, lambda record: FINE)
            record = next(workspace.each_record(EVERYTHING), None)
            if record:
                with workspace.unit(act, "修改") as unit:
                    unit.save(record.with_value("office", "办公室"), FINE, record.revision_id)
            workspace.back_up(path.with_name("copy.cdo"), Run())
    except CdoError as error:
        return error.code
    finally:
        path.with_name("copy.cdo").unlink(missing_ok=True)
    return ""


def _everything(workspace: Workspace) -> None:
    run = Run()
    for query in (EVERYTHING, ListQuery(deleted=True), ListQuery(text="信息", sort=Sort.TITLE)):
        lines = workspace.summaries(workspace.numbers(query)).values()
        for line in lines:
            kind = workspace.library.kind("resource")
            state_word(workspace.library.flow_of(kind), line.review, line.delivery)
        workspace.state_counts(query)
        workspace.facet_counts(query, "share_type")
    for record in list(workspace.each_record(EVERYTHING)):
        workspace.library.version(record.kind, record.standard)
        workspace.revisions(record.id)
        for known in workspace.revisions(record.id):
            workspace.revision(known.revision_id)
        workspace.comments(record.id)
    newest = [record.revision_id for record in workspace.each_record(EVERYTHING)]
    for head, content in workspace.revisions_content(newest):
        record_line(head, content)
    workspace.search("低保")
    workspace.steps()
    workspace.undoable()
    for entry in workspace.packages():
        workspace.package_items(entry.package_id)
        workspace.package_events(entry.package_id)
    workspace.receipts()
    workspace.newest_trust()
    workspace.pins()
    workspace.broken_links(run)
    workspace.damage()
