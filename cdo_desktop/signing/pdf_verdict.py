"""What was found about the signatures of a print, as values; nothing heavy is loaded for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdo_desktop.domain.verdict import Reason, Verdict, verdict_of
from cdo_desktop.signing.certificates import Certificate


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature of a print."""

    field: str
    certificate: Certificate | None
    """None where it cannot be read."""
    claimed_time: datetime | None
    """When it was made, in the signer's own words."""
    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> Verdict:
        """What the reasons come to."""
        return verdict_of(self.reasons)


@dataclass(frozen=True, slots=True)
class PdfCheck:
    """What was found about a print."""

    signatures: tuple[PdfSignature, ...]
    """In the order in which they were made."""
    reasons: tuple[Reason, ...]
    """What concerns the file as a whole."""

    @property
    def verdict(self) -> Verdict:
        """The bottom line over all."""
        every = (reason for one in self.signatures for reason in one.reasons)
        return verdict_of([*self.reasons, *every])
