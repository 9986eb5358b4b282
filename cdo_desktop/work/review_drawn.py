"""Whether a print is what would be drawn of its form here, to the byte, and since then only signed.

That somebody has signed a print says nothing of whether it says what the package says: whoever
signs next would put his name under words that he was not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from cdo_desktop.signing.chain import chain_of
from cdo_desktop.work.prints import drawn_form, only_signed
from cdo_desktop.work.review_print import review_form_of
from cdo_desktop.work.review_reading import ShownForm
from cdo_desktop.work.review_trust import GivenOpinion, Trusting, policy_of


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn, and with what."""

    shown: ShownForm
    opinions: Sequence[GivenOpinion]
    """Those of the form, as they were verified."""
    trusting: Trusting
    fonts: Mapping[str, str]

    def with_opinions(self, count: int, signing: int, fonts: Mapping[str, str]) -> bytes:
        """The print of the form as it was with so many opinions, `signing` being signed in it."""
        opinions = self.opinions[:count]
        signed = [(found.standing.role, found.standing.org_code) for found in opinions]
        policy = policy_of(self.trusting.bundle)
        wanted = chain_of(policy, self.shown.sender.code, signed).wanted
        shown = replace(self.shown, opinions=self.shown.opinions[:count])
        sink = BytesIO()
        drawn_form(review_form_of(shown, opinions, wanted, signing), sink, fonts)
        return sink.getvalue()


def is_unsigned_drawing(path: Path, drawing: Drawing, count: int) -> bool:
    """Whether a print in which nobody has signed is the form with so many opinions in words."""
    body = path.read_bytes()
    return any(body == drawing.with_opinions(count, 0, fonts) for fonts in _fonts(drawing))


def is_signed_drawing(path: Path, drawing: Drawing, first: int) -> bool:
    """Whether a print was drawn so and then only signed, the first time with opinion `first`: by
    whoever drew it to sign it, or on a print that came beside the form. Raises Refused."""
    if not 0 < first <= len(drawing.opinions):
        return False
    body = path.read_bytes()
    drawn = (
        drawing.with_opinions(count, signing, fonts)
        for fonts in _fonts(drawing)
        for count, signing in ((first, first), (first - 1, 0))
    )
    return any(map(body.startswith, drawn)) and only_signed(path)


def _fonts(drawing: Drawing) -> list[Mapping[str, str]]:
    """The site's own, and those that another site without any has."""
    return [drawing.fonts, {}] if drawing.fonts else [{}]
