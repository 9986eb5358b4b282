"""The printed review form, made from what a package shows: every value by its definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import msgspec

from cdo_desktop.domain.package import PackageRef
from cdo_desktop.domain.record import Record, record_line
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import Refused
from cdo_desktop.report.form_parts import (
    AttachmentLine,
    ConditionLine,
    OpinionBox,
    ReviewForm,
)
from cdo_desktop.sentences import sentence
from cdo_desktop.signing.chain import Wanted, chain_of
from cdo_desktop.signing.standings import Standing
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.print_parts import DAY, check_lines, filled_in
from cdo_desktop.work.prints import drawn_form, unsigned_note
from cdo_desktop.work.review_making import UNSIGNED, ExtraFile, named_files
from cdo_desktop.work.review_reading import ShownForm, ShownOpinion
from cdo_desktop.work.review_trust import GivenOpinion, policy_of, trusting_here
from cdo_desktop.workbench import Workbench

_SAID = {
    Standing.TRUSTED: "CDO-U481",
    Standing.PINNED: "CDO-U482",
}


def review_form_of(
    shown: ShownForm,
    said: Sequence[GivenOpinion] = (),
    wanted: Sequence[Wanted] = (),
    signing: int = 0,
    met: Mapping[tuple[int, int], str] | None = None,
) -> ReviewForm:
    """The form of a package as it is printed.

    `said` are its opinions as they were verified: their signatures stand there in words, but for
    opinion `signing`, whose signer gets a field to sign in. For each signature that is still
    `wanted` there is an empty box. `met`: (signature, condition) -> when and by whom it was found
    met.
    """
    kind = shown.kind_of(shown.form)
    label = kind.short_label if kind else shown.form["kind"]
    version = f"第 {shown.version} 版" if shown.version else ""
    given = {one.number: one for one in said}
    return ReviewForm(
        title=f"{label}审查表{_marks(shown)}",
        org=shown.form["org"]["name"],
        number="　".join(filter(None, (shown.form["code"], version))),
        created=shown.created_at,
        parts=tuple(filled_in(shown)),
        checks=tuple(check_lines(shown.checks)),
        opinions=(
            *(_given(one, given.get(one.number), signing, met or {}) for one in shown.opinions),
            *open_boxes(wanted, len(shown.opinions) + 1),
        ),
        attachments=tuple(AttachmentLine(f.name, f.size, f.sha256) for f in shown.attachments),
        package=PackageRef(shown.package_id, shown.content_digest) if shown.package_id else None,
        notes=tuple(_notes(shown)),
    )


def _marks(shown: ShownForm) -> str:
    """What nobody may overlook at the head of a sheet."""
    marks = [
        word for word, holds in (("练习", shown.practice), ("未签署", not shown.opinions)) if holds
    ]
    return f"（{'，'.join(marks)}）" if marks else ""


def unsigned_print(
    bench: Workbench,
    record: Record,
    linked: Sequence[Record],
    checks: Mapping[str, Any],
    fonts: Mapping[str, str],
    run: Run,
) -> ExtraFile:
    """The form as an office prints it before anybody has signed; it goes into the package.

    The same revision with the same checks gives the same bytes. Raises Refused.
    """
    wanted = chain_of(
        policy_of(trusting_here(bench, TrustGiven(), run).bundle), record.org.code, ()
    ).wanted
    shown = _draft(bench, record, linked, checks)
    kind = bench.library.version(record.kind, record.standard)
    sink = BytesIO()
    _, notices = drawn_form(review_form_of(shown, wanted=wanted), sink, fonts)
    return ExtraFile(f"{kind.short_label}{UNSIGNED}", sink.getvalue(), notices)


def open_boxes(wanted: Sequence[Wanted], first: int) -> Iterator[OpinionBox]:
    """An empty box for each signature that is still to come."""
    for number, one in enumerate(wanted, first):
        yield OpinionBox(f"{one.label}意见", field_of(number, one.roles), role=one.label)


def field_of(number: int, roles: Sequence[str]) -> str:
    """The name of a signature field: which signature it is for, and in which roles."""
    return "-".join(("opinion", str(number), *roles))


def number_of_field(field: str) -> int:
    """Which signature a field of ours is for; 0 for a field of somebody else."""
    ours, _, rest = field.partition("-")
    number = rest.partition("-")[0]
    return int(number) if ours == "opinion" and number.isascii() and number.isdigit() else 0


def roles_of_field(field: str) -> Sequence[str]:
    """In which roles a field of ours may be signed; none for a field of somebody else."""
    ours, _, rest = field.partition("-")
    return rest.split("-")[1:] if ours == "opinion" else ()


def _draft(
    bench: Workbench, record: Record, linked: Sequence[Record], checks: Mapping[str, Any]
) -> ShownForm:
    """A form that no package was made of yet, as one."""
    every = [record, *linked]
    lines = [msgspec.json.decode(record_line(one)) for one in every]
    return ShownForm(
        package_id="",
        content_digest="",
        container_digest="",
        created_at=_saved_at(bench, record),
        sender=bench.org,
        recipient=None,
        version=0,
        previous=None,
        practice=bench.is_practice,
        form=lines[0],
        linked=tuple(lines[1:]),
        kinds={
            (one.kind, one.standard): bench.library.version(one.kind, one.standard) for one in every
        },
        attachments=tuple(named_files(every, ())),
        checks=checks,
        voids=(),
        opinions=(),
    )


def _saved_at(bench: Workbench, record: Record) -> datetime:
    """When this revision was saved: a draft of it is the same whenever it is printed."""
    for info in bench.workspace.revisions(record.id):
        if info.revision_id == record.revision_id:
            return datetime.fromisoformat(info.at)
    raise Refused("CDO-S203", what=record.title)


def _given(
    one: ShownOpinion,
    found: GivenOpinion | None,
    signing: int,
    met: Mapping[tuple[int, int], str],
) -> OpinionBox:
    """The box of an opinion; who signed it as the trust data says, else as the certificate does."""
    said = one.statement
    name = found.standing.name if found else one.name
    org = found.standing.org_name if found else one.org.name
    office = role_label(said.role)
    return OpinionBox(
        title=f"{office}意见",
        field=field_of(one.number, [said.role]),
        decision=said.decision.label,
        text=said.text,
        conditions=tuple(
            ConditionLine(text, met.get((one.number, at), ""))
            for at, text in enumerate(said.conditions, 1)
        ),
        name=name,
        role=f"{org}　{office}",
        date=f"{said.at:{DAY}}",
        certificate=f"{one.certificate.serial:x}",
        verified="" if one.number == signing else _verified(one, found),
    )


def _verified(one: ShownOpinion, found: GivenOpinion | None) -> str:
    """How the signature in the package was found, in words."""
    code = _SAID.get(found.standing.standing, "CDO-U483") if found else "CDO-U483"
    sm2 = sentence("CDO-U484").says if unsigned_note(one.certificate) else ""
    words = sentence(code).says.format(fingerprint=one.cert_sha256[:16])
    return words + sm2


def _notes(shown: ShownForm) -> Iterator[str]:
    if shown.practice:
        yield sentence("CDO-E512").says
    yield from filter(None, (unsigned_note(one.certificate) for one in shown.opinions))
