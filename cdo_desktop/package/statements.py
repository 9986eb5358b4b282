"""The statements of a review form's signers: one each, in their order, about this very package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.package import Manifest, PackageKind, PackageRef
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.statement import Statement
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.package.asic import signature_name, statement_name
from cdo_desktop.package.statement_json import statement_of
from cdo_desktop.package.strict_json import Malformed, read_canonical
from cdo_desktop.package.zip_layout import META_NAME
from cdo_desktop.package.zip_read import Container
from cdo_desktop.signing.cms import CmsCheck
from cdo_desktop.signing.standings import SignatureStanding, Standing


def read_statements(members: Mapping[str, bytes]) -> Iterator[Statement]:
    """The statements among these members, in their order. Raises Malformed."""
    for name in sorted(members):
        if is_statement(name):
            yield statement_of(read_canonical(members[name]))


def is_statement(name: str) -> bool:
    """Whether a member of this name is a statement."""
    found = META_NAME.fullmatch(name)
    return found is not None and found[1] == "statement"


def may_have_statements(manifest: Manifest | None) -> bool:
    """Whether packages of this kind have them; where the kind cannot be read nothing is said."""
    return manifest is None or manifest.facts.kind is PackageKind.REVIEW_FORM


def check_statements(
    container: Container, manifest: Manifest, content_digest: str
) -> tuple[tuple[Statement, ...], list[Reason]]:
    """Every signature of a review form has its statement, in its form, about this package.

    E203 a statement is missing, E204 one without a signature, E208 its form, E211 it is about
    another package. Of other kinds nothing is said here.
    """
    if manifest.facts.kind is not PackageKind.REVIEW_FORM:
        return (), []
    faults = list(_set_faults(container))
    about = PackageRef(manifest.facts.package_id, content_digest)
    found: list[Statement] = []
    for name in sorted(filter(is_statement, container.members)):
        try:
            statement = statement_of(read_canonical(container.read(name)))
        except Malformed as error:
            faults.append(Reason("CDO-E208", name, {"where": error.where}))
            continue
        found.append(statement)
        if statement.about != about:
            told = {"packageId": statement.about.package_id}
            faults.append(Reason("CDO-E211", name, told))
    return tuple(found), faults


def _set_faults(container: Container) -> Iterator[Reason]:
    """As many statements as signatures, under the same numbers."""
    metas = [META_NAME.fullmatch(name) for name in container.members]
    numbers = {
        what: {int(each[2]) for each in metas if each and each[1] == what}
        for what in ("signature", "statement")
    }
    for number in sorted(numbers["signature"] - numbers["statement"]):
        yield Reason("CDO-E203", statement_name(number))
    for number in sorted(numbers["statement"] - numbers["signature"]):
        yield Reason("CDO-E204", statement_name(number))


def time_faults(statements: Sequence[Statement], checks: Sequence[CmsCheck]) -> Iterator[Reason]:
    """E306: a statement of another time than its signature; E307: earlier than the one before."""
    for number, (statement, check) in enumerate(zip(statements, checks, strict=False), 1):
        if check.ok and check.claimed_time != statement.at:
            told = {"at": timestamp(statement.at), "signature": signature_name(number)}
            yield Reason("CDO-E306", statement_name(number), told)
    for number, (before, after) in enumerate(pairwise(statements), 2):
        if after.at < before.at:
            told = {"at": timestamp(after.at), "before": timestamp(before.at)}
            yield Reason("CDO-E307", statement_name(number), told)


def role_faults(
    statements: Sequence[Statement], standings: Sequence[SignatureStanding]
) -> Iterator[Reason]:
    """E419: somebody speaks in another role than the trust data (else his certificate) gives him.

    Certificates of an authority name no role; what they say is left to the trust bundle.
    """
    for number, (statement, one) in enumerate(zip(statements, standings, strict=False), 1):
        if one.role and one.role != statement.role:
            told = {
                "name": one.name,
                "claimed": role_label(statement.role),
                "role": role_label(one.role),
            }
            unchecked = one.standing is Standing.UNCHECKED  # a trust list may say otherwise
            weight = Weight.CANNOT if unchecked else Weight.INVALID
            yield Reason("CDO-E419", statement_name(number), told, weight)
