"""What the work functions need, gathered: workspace, definitions, clock, who works, where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from cdo_desktop import paths
from cdo_desktop.clock import Clock, SystemClock
from cdo_desktop.closing import Closes
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Act, Org, Person, this_machine, this_user
from cdo_desktop.errors import Refused
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.unit import Unit
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.validate.record_rules import Judge

ORGANISATION = "organisation"
_ORG_CODE = re.compile(r"[0-9A-Z]{18}")


@dataclass
class Workbench(Closes):
    """An open workspace and the person at it."""

    workspace: Workspace
    clock: Clock = field(default_factory=SystemClock)
    who: Person = field(default_factory=this_user)
    machine: str = field(default_factory=this_machine)
    _judges: dict[tuple[str, str], Judge] = field(default_factory=dict, repr=False)

    @property
    def library(self) -> Library:
        """The definitions of this workspace."""
        return self.workspace.library

    @property
    def org(self) -> Org:
        """Whose work this is."""
        return self.workspace.info.org

    @property
    def is_practice(self) -> bool:
        """Whether this is only to practise in: what leaves it says so, and never counts.

        A sample that an older program has made does not say so itself: it is known by its place.
        """
        return self.workspace.info.practice or paths.is_sample(self.workspace.path)

    def act(self, why: str = "") -> Act:
        """Who does the next thing, now; time is taken once per operation."""
        return Act(self.who, self.clock.now(), self.machine, why)

    @contextmanager
    def step(self, name: str, why: str = "") -> Iterator[Unit]:
        """One named step that changes records; on any exception nothing of it has happened.

        Afterwards the checks know the organisations anew.
        """
        with self.workspace.unit(self.act(why), name) as unit:
            yield unit
        self.forget_judges()

    def done_by(self, who: Person) -> Workbench:
        """The same bench with somebody else at it."""
        return replace(self, who=who)

    def judge(self, kind: Kind) -> Judge:
        """The compiled checks of a kind."""
        key = (kind.key, kind.standard)
        if key not in self._judges:
            self._judges[key] = Judge(kind, self.library, self._providers())
        return self._judges[key]

    def forget_judges(self) -> None:
        """Compile the checks anew when they are next needed: the known organisations changed."""
        self._judges.clear()

    def _providers(self) -> dict[str, str]:
        """The registered organisations: normalised name -> USCC."""
        kind = self.library.kind(ORGANISATION)
        found = {name_key(self.org.name): self.org.code}
        for record in self.workspace.each_record(ListQuery(ORGANISATION)):
            code = kind.role_value(record.values, Role.ORG_CODE)
            if code:
                found[name_key(record.title)] = str(code)
        return found

    def close(self) -> None:
        """Close the workspace; afterwards it is one file that can be carried away."""
        self.workspace.close()


def is_named(org: Org) -> bool:
    """Whether an organisation can stand in a package: a name, and a code of the form of a USCC.

    Whether the code is right is another question: that is told, and does not stop the work.
    """
    return bool(org.name.strip()) and _ORG_CODE.fullmatch(org.code) is not None


def named(org: Org) -> Org:
    """The organisation, if it can stand in a package. Raises Refused."""
    if not is_named(org):
        raise Refused("CDO-U121", org=org.name, org_code=org.code)
    return org


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works at which machine by which clock, before any workspace is open."""

    clock: Clock = field(default_factory=SystemClock)
    who: Person = field(default_factory=this_user)
    machine: str = field(default_factory=this_machine)

    def act(self, why: str = "") -> Act:
        """Who does the next thing, now."""
        return Act(self.who, self.clock.now(), self.machine, why)

    def create(
        self,
        path: Path,
        org: Org,
        region: str,
        profile: str,
        passphrase: str | None = None,
        *,
        practice: bool = False,
    ) -> Workbench:
        """Make a new workspace and sit down at it; `practice`: for ever one to practise in.

        Raises Refused, DiskTrouble.
        """
        named(org)
        if passphrase == "":
            raise Refused("CDO-U114", what="口令")
        made = Workspace.create(
            path, org, region, profile, self.act(), passphrase, practice=practice
        )
        return self._at(made)

    def open(self, path: Path, passphrase: str | None = None) -> Workbench:
        """Open a workspace for writing. Raises Busy, Refused."""
        return self._at(Workspace.open(path, self.act(), passphrase))

    def open_to_read(self, path: Path, passphrase: str | None = None) -> Workbench:
        """Open a workspace to read only. Raises Refused."""
        return self._at(Workspace.open_to_read(path, passphrase))

    def _at(self, workspace: Workspace) -> Workbench:
        return Workbench(workspace, self.clock, self.who, self.machine)
