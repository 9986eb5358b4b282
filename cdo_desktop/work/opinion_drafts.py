"""Opinions that are being written and not signed yet: kept beside the workspace, never in it.

What lies in the workspace travels with it and is read by others; an opinion that nobody has signed
is only its writer's. It is a file in the user's own folder, as what is being typed is (see
work/unsaved.py), and as there nothing of an encrypted workspace is written in clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from cdo_desktop.domain.people import Person, this_user
from cdo_desktop.domain.record import record_digest
from cdo_desktop.domain.statement import Decision
from cdo_desktop.files import disk_trouble, made_folder, write_bytes
from cdo_desktop.paths import user_data
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.review_signing import Opinion
from cdo_desktop.workbench import Workbench

_FORM = 1


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """What somebody would say of a project if he signed now."""

    decision: Decision | None = None
    """None: not decided yet."""
    text: str = ""
    conditions: tuple[str, ...] = ()
    """Those that hold; kept also while the decision is another."""
    dropped: tuple[str, ...] = ()
    """Those that stand there and are not ticked."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it to keep."""
        return self == OpinionDraft()


def spoken(draft: OpinionDraft, person: str) -> Opinion | None:
    """The opinion that a draft would be if this person signed it now; None while the decision, the
    reasons of a refusal or the conditions are wanting."""
    wanting = {
        None: True,
        Decision.AGREE: False,
        Decision.AGREE_IF: not draft.conditions,
        Decision.REFUSE: not draft.text,
    }
    if draft.decision is None or wanting[draft.decision]:
        return None
    conditions = draft.conditions if draft.decision is Decision.AGREE_IF else ()
    return Opinion(draft.decision, draft.text, conditions, person)


def written_opinions(bench: Workbench, ids: Sequence[str]) -> list[tuple[str, Opinion]]:
    """Of these records those for which who sits here has written an opinion, with it.

    One that was written of a record as it was before it was changed is not among them: its writer
    has to see the record first.
    """
    found = _read(bench)
    current = [id_ for id_ in ids if found.about.get(_key(bench, id_)) == _content(bench, id_)]
    drafts = ((id_, spoken(kept_draft(bench, id_), bench.who.name)) for id_ in current)
    return [(id_, opinion) for id_, opinion in drafts if opinion is not None]


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """A file as it is written."""

    form: int
    drafts: dict[str, OpinionDraft]
    about: dict[str, str] = {}
    """What the record said when its draft was kept last."""


def may_keep(bench: Workbench) -> bool:
    """Whether a draft may lie outside the workspace: not if it is encrypted."""
    return not bench.workspace.encrypted


def kept_draft(bench: Workbench, record_id: str) -> OpinionDraft:
    """What whoever sits here has written of a record and not signed; an empty one for nothing.

    A file that cannot be read is as good as none; it is set aside when something is kept.
    """
    return _read(bench).drafts.get(_key(bench, record_id), OpinionDraft())


def keep_draft(bench: Workbench, record_id: str, draft: OpinionDraft) -> None:
    """Keep it in place of the one before; an empty one is forgotten. Raises DiskTrouble."""
    if not may_keep(bench):
        return
    key, before = _key(bench, record_id), _read(bench)
    kept = _Written(_FORM, {**before.drafts}, {**before.about})
    kept.drafts.pop(key, None)
    kept.about.pop(key, None)
    if not draft.is_empty:
        kept.drafts[key], kept.about[key] = draft, _content(bench, record_id)
    if kept != before:
        _write(bench, kept)


def take_along(bench: Workbench, named: Person) -> None:
    """Have what was written under the login name go with the person who names himself at last.

    Only that: it is nobody's name, so everybody starts with it and is told to give his own before
    he signs. What he has written under his own name already stays; nobody takes over what another
    person wrote. Raises DiskTrouble.
    """
    login = this_user().name
    if bench.who.name != login or named.name == login or not may_keep(bench):
        return
    kept = _read(bench)
    moved = {
        key: new
        for key in kept.drafts
        if key.endswith(f" {login}")
        and (new := f"{key.removesuffix(login)}{named.name}") not in kept.drafts
    }
    for key, new in moved.items():
        kept.drafts[new] = kept.drafts.pop(key)
        if key in kept.about:
            kept.about[new] = kept.about.pop(key)
    if moved:
        _write(bench, kept)


def _write(bench: Workbench, kept: _Written) -> None:
    path = _path(bench)
    _set_aside_if_damaged(path)
    try:
        made_folder(path.parent).chmod(0o700)
    except OSError as error:
        raise disk_trouble(error, path) from error
    write_bytes(path, msgspec.json.encode(kept))


def _key(bench: Workbench, record_id: str) -> str:
    """One machine may serve several people."""
    return f"{record_id} {bench.who.name}"


def _path(bench: Workbench) -> Path:
    return user_data() / "opinions" / f"{bench.workspace.info.id}.json"


def _content(bench: Workbench, record_id: str) -> str:
    """What a record says, but for the overrulings: who writes the opinion has written them too."""
    record = bench.workspace.record(record_id)
    group = bench.library.version(record.kind, record.standard).group_with(Role.PROJECT_OVERRULES)
    rows = {key: rows for key, rows in record.groups.items() if not group or key != group.key}
    return record_digest(replace(record, groups=rows))


def _read(bench: Workbench) -> _Written:
    return _decoded(_path(bench)) or _Written(_FORM, {})


def _decoded(path: Path) -> _Written | None:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Written)
    except (OSError, ValueError):  # msgspec's errors are ValueErrors
        return None
    return found if found.form == _FORM else None


def _set_aside_if_damaged(path: Path) -> None:
    """What cannot be read is kept under another name, not written over."""
    if not path.is_file() or _decoded(path) is not None:
        return
    try:
        path.replace(path.with_name(f"{path.name}.damaged"))
    except OSError as error:
        raise disk_trouble(error, path) from error
