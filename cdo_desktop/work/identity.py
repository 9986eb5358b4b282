"""Who works here, with which key he signs, and for how long yet; what the window says always."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cdo_desktop.domain.people import Person, this_user
from cdo_desktop.settings import Settings
from cdo_desktop.work.keys import read_certificate

NAME = "person.name"
"""Settings key: the name under which somebody works here, where the login's is nobody's."""

WARN_DAYS = 30
"""Days before its end from which a certificate is warned about at all times."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key as its certificate shows it now."""

    name: str
    until: date
    """The last day on which it can sign, by the calendar here."""
    days: int
    """Days until its end; 0 = it ends within a day, negative = it has ended."""
    own_made: bool
    """Whether this program made its certificate: no authority stands behind it."""

    @property
    def has_ended(self) -> bool:
        """Whether it can sign no more."""
        return self.days < 0

    @property
    def ends_soon(self) -> bool:
        """Whether it is to be warned about."""
        return 0 <= self.days <= WARN_DAYS


def person_here(settings: Settings) -> Person:
    """Who works at this computer: by the name that was given, else by the login's."""
    name = settings.get(NAME, "")
    return Person(name) if name else this_user()


def call_person(settings: Settings, name: str) -> Person:
    """Keep the name under which somebody works here; "" for the login's. The caller saves."""
    settings.set(NAME, " ".join(name.split()))
    return person_here(settings)


def signing_key(path: Path, now: datetime) -> SigningKey:
    """What is known of a key without its passphrase. Raises Refused if it cannot be read.

    Only certificates of ours name one of our roles; those of an authority name none.
    """
    certificate = read_certificate(path)
    return SigningKey(
        name=certificate.name,
        until=certificate.not_after.astimezone(now.tzinfo).date(),
        days=(certificate.not_after - now).days,
        own_made=bool(certificate.role),
    )
