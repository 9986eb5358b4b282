"""What a reviewer has before him: the form, how far the signing is, whether it is his turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.lifecycle import stopping
from cdo_desktop.domain.listing import Summary
from cdo_desktop.domain.project_check import ProjectCheck, Similar
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import role_label
from cdo_desktop.sentences import sentence
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.flows import Flow, Move
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import check_record
from cdo_desktop.work.choosing import holds_secret
from cdo_desktop.work.project_checks import check_and_compare, project_kind
from cdo_desktop.work.review_chain import ChainStep, Signed, chain_steps
from cdo_desktop.work.review_changes import Change, changes_since, told_by
from cdo_desktop.work.review_conditions import Condition, conditions_in
from cdo_desktop.work.review_making import counts_now, newest_form
from cdo_desktop.work.reviewing import roles_held
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Desk:
    """A project as it lies before whoever sits here."""

    record: Record
    kind: Kind
    flow: Flow
    is_secret: bool
    """Then nothing else of it may be shown, and nothing done."""
    findings: tuple[Finding, ...]
    steps: tuple[ChainStep, ...]
    changes: tuple[Change, ...]
    """What is another than it was signed by the newest form."""
    signed_version: int
    """The version of the newest form; 0 if there is none."""
    signed_by: str
    why_not: str
    """Why no opinion can be given here and now, and what comes next; "" if it can."""
    stops: tuple[Finding, ...]
    """Errors that keep the project from going on: until they are mended nobody can agree."""
    send_back: Move | None
    """The move that gives it back to be mended, if somebody here may make it now."""
    onward: tuple[Move, ...]
    """The moves that take it on without an opinion, whoever may make them."""
    conditions: tuple[Condition, ...]
    """What the opinions of the newest form ask for, met or not."""

    @property
    def opinions(self) -> int:
        """How many opinions were signed on what the project says now."""
        return sum(step.decision is not None for step in self.steps)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the checks say of a project, and what resembles it."""

    revision_id: str
    checks: tuple[ProjectCheck, ...]
    similar: tuple[Similar, ...]


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One row of the planned catalog."""

    title: str
    share: str
    """As the project says it, else as the resource says it."""
    entry: Summary | None
    """The resource in this workspace; None where only its name is known."""


def desk_of(bench: Workbench, record_id: str, run: Run) -> Desk:
    """A project with all that stands beside it but its checks. Raises Refused, Cancelled."""
    record = bench.workspace.record(record_id)
    kind = project_kind(bench, record)
    flow = bench.library.flow_of(kind)
    secret = holds_secret(kind, record)
    history = bench.workspace.revisions(record.id)
    newest = newest_form(bench, record.id, run)
    changes: list[Change] = []
    signed: list[Signed] = []
    conditions: list[Condition] = []
    signers = ""
    if newest is not None:
        content = newest[1]
        signers = "、".join(one.certificate.name for one in content.signatures)
        found = changes_since(content, record, kind)
        conditions = conditions_in(bench, record, newest[0].package_id, content)
        changes = told_by(bench, found, record, content.form["revisionId"])
        if counts_now(bench, content, record):
            signed = [
                Signed(one.certificate.name, one.statement, one.number)
                for one in content.signatures
            ]
    now = bench.clock.now()
    speaks = next((m for m in flow.moves_from(record.review) if m.opinions and m.stops), None)
    at_stage = check_record(bench, record, speaks.stage) if speaks else ()
    return Desk(
        record=record,
        kind=kind,
        flow=flow,
        is_secret=secret,
        findings=tuple(check_record(bench, record)),
        steps=tuple(chain_steps(flow, record.review, history, signed, now)),
        changes=tuple(changes),
        signed_version=newest[0].sequence if newest else 0,
        signed_by=signers,
        why_not=_why_not(bench, record, flow, bool(signed)),
        stops=tuple(stopping(speaks, at_stage)) if speaks else (),
        send_back=_send_back(bench, record, flow),
        onward=() if record.deleted else tuple(_onward(flow, record.review)),
        conditions=tuple(conditions),
    )


def look_at(bench: Workbench, record: Record, run: Run) -> Looked:
    """Make the checks, which may take a second. Raises Refused, Cancelled."""
    checks, similar = check_and_compare(bench, record, run)
    return Looked(record.revision_id, tuple(checks), tuple(similar))


def planned_catalog(bench: Workbench, kind: Kind, record: Record) -> list[PlannedEntry]:
    """The rows of the planned catalog with what the catalog has of each."""
    group = kind.group_with(Role.PROJECT_CATALOG)
    if group is None:
        return []
    key = group.roles[Role.PROJECT_RESOURCE].key
    rows = record.groups.get(group.key, ())
    named = [(row, value) for row in rows if isinstance(value := row.get(key), dict)]
    ids = [value["id"] for _, value in named if value.get("id")]
    numbers = [number for id_ in ids if (number := bench.workspace.number_of(id_))]
    known = {one.id: one for one in bench.workspace.summaries(numbers).values()}
    share = next((one.key for one in group.elements if one.codes == "share_type"), "")
    made = []
    for row, value in named:
        entry = known.get(value.get("id", ""))
        words = shown(row.get(share)) or (entry.share_type if entry else "")
        title = entry.title if entry else str(value.get("title", ""))
        made.append(PlannedEntry(title, words, entry))
    return made


def agree_is_closed(checks: Sequence[ProjectCheck]) -> list[str]:
    """The checks that failed and that nobody has overruled: with them 同意 is not to be had."""
    return [one.label for one in checks if one.is_open and one.result.value == "fail"]


def _why_not(bench: Workbench, record: Record, flow: Flow, is_signed: bool) -> str:
    state = flow.state(record.review)
    told = {"state": state.label, "who": bench.who.name}
    if bench.workspace.read_only:
        return _words("CDO-U490", **told)
    speaks = [move for move in flow.moves_from(record.review) if move.opinions]
    if record.deleted or not speaks:
        onward = _onward(flow, record.review)
        if record.deleted or not onward:
            return _words("CDO-U491", **told)
        roles = "、".join(map(role_label, onward[0].roles))
        return _words("CDO-U492", **told, roles=roles, move=onward[0].label)
    if _holds(bench, {role for move in speaks for role in move.roles}):
        return ""
    code = "CDO-U494" if is_signed and state.frozen else "CDO-U493"
    return _words(code, **told, roles=_in_order(speaks))


def _onward(flow: Flow, state: str) -> list[Move]:
    """What neither an opinion makes nor sends or takes it back."""
    return [one for one in flow.moves_from(state) if not one.opinions and not one.needs_note]


def _holds(bench: Workbench, roles: set[str]) -> bool:
    """Whether who sits here has one of these roles; where nobody is appointed everybody may."""
    held = roles_held(bench)
    return not held or bool(roles & {*held.get(bench.who.name, ())})


def _in_order(moves: Sequence[Move]) -> str:
    roles = dict.fromkeys(role for move in moves for role in move.roles)
    return "、".join(map(role_label, roles))


def _send_back(bench: Workbench, record: Record, flow: Flow) -> Move | None:
    """Not the withdrawal of whoever filed it: what the same people may do that take it on."""
    if bench.workspace.read_only or record.deleted:
        return None
    moves = flow.moves_from(record.review)
    reviewers = {role for move in moves if not move.needs_note for role in move.roles}
    for move in moves:
        if move.needs_note and not move.opinions and {*move.roles} <= reviewers:
            return move if _holds(bench, {*move.roles}) else None
    return None


def _words(code: str, **facts: object) -> str:
    text = sentence(code)
    return (text.says + text.todo).format_map(facts)
