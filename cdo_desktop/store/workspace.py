"""A workspace: one SQLite file, one organisation's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from cdo_desktop.closing import Closes
from cdo_desktop.domain.listing import StepInfo
from cdo_desktop.domain.people import Act, Org, Person
from cdo_desktop.errors import Busy, CdoError, Refused
from cdo_desktop.files import disk_trouble, existing
from cdo_desktop.standard.library import Library
from cdo_desktop.store import undo
from cdo_desktop.store.attachments import Attachments
from cdo_desktop.store.backup import Backup, copy_database, has_steps_beside, tested
from cdo_desktop.store.chain import open_step
from cdo_desktop.store.codes import Codes, CodesBorne
from cdo_desktop.store.engine import looks_encrypted, make_engine, translated
from cdo_desktop.store.info import known_definitions, read_info, write_info
from cdo_desktop.store.ledger import Ledger
from cdo_desktop.store.lock import WriterLock
from cdo_desktop.store.migrate import SCHEMA_VERSION, make_schema, migrate, schema_version
from cdo_desktop.store.names import Names
from cdo_desktop.store.reading import Reading
from cdo_desktop.store.review_forms import ReviewForms
from cdo_desktop.store.told import Told
from cdo_desktop.store.turning import Turning
from cdo_desktop.store.undo import Assess, Turn
from cdo_desktop.store.unit import Unit
from cdo_desktop.store.volumes import Volume, volume_of
from cdo_desktop.store.writer import Writer
from cdo_desktop.tasks import Run

SUFFIX = ".cdo"
_NEEDS_FILES_BESIDE = ("CDO-S302", "CDO-S304")


class Workspace(
    Reading, Names, CodesBorne, Ledger, Attachments, ReviewForms, Told, Turning, Closes
):
    """An open workspace. Rows never leave it: in go domain objects, out come domain objects."""

    def __init__(
        self, path: Path, engine: Engine, lock: WriterLock | None, passphrase: str | None
    ) -> None:
        self.path = path
        self._engine = engine
        self._lock = lock
        self._passphrase = passphrase
        self.volume = volume_of(path)
        with self._reading() as connection:
            self.info = read_info(connection, path)
            older = known_definitions(connection)
        self.library = Library(self.info.profile, older)

    @property
    def read_only(self) -> bool:
        """Whether this program may not write (another holds it, or the disk is read-only)."""
        return self._lock is None

    @property
    def encrypted(self) -> bool:
        """Whether the file is kept under a passphrase."""
        return self._passphrase is not None

    @classmethod
    def create(
        cls,
        path: Path,
        org: Org,
        region: str,
        profile: str,
        act: Act,
        passphrase: str | None = None,
        *,
        practice: bool = False,
    ) -> Workspace:
        """Make a new workspace file; whether it is to practise in stands in it for ever.

        Raises Refused if the name is taken, DiskTrouble.
        """
        Library(profile)  # a profile that does not exist is refused before there is a file
        if path.exists():
            raise Refused("CDO-U102", file=path.name)
        if not path.parent.is_dir():
            raise Refused("CDO-U203", file=str(path))
        lock = WriterLock(path)
        lock.take(act)
        engine = make_engine(path, mode="rwc", passphrase=passphrase)
        try:
            with translated(path, passphrase):
                make_schema(engine)
                write_info(engine, org, region, profile, act, practice)
                return cls._opened(path, engine, lock, passphrase)
        except BaseException:
            engine.dispose()
            path.unlink(missing_ok=True)
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, act: Act, passphrase: str | None = None) -> Workspace:
        """Open for writing.

        Raises Busy if another program holds it, Refused if it is no workspace, is newer than the
        program, needs a passphrase, or lies where nothing can be written.
        """
        _readable(path, passphrase)
        lock = WriterLock(path)
        lock.take(act)
        engine = make_engine(path, mode="rw", passphrase=passphrase)
        try:
            with translated(path, passphrase):
                migrate(engine, path, lambda: _copied_first(path, engine, act, passphrase))
                return cls._opened(path, engine, lock, passphrase)
        except BaseException:
            engine.dispose()
            lock.release()
            raise

    @classmethod
    def open_to_read(cls, path: Path, passphrase: str | None = None) -> Workspace:
        """Open to read only, also while another program writes, also on a read-only disk.

        Raises Refused as `open`, also for a file of an older program, which must be upgraded first.
        """
        _readable(path, passphrase)
        try:
            return cls._to_read(path, passphrase, immutable=False)
        except Refused as refused:
            if refused.code not in _NEEDS_FILES_BESIDE or has_steps_beside(path):
                raise
        return cls._to_read(path, passphrase, immutable=True)

    @classmethod
    def _to_read(cls, path: Path, passphrase: str | None, immutable: bool) -> Workspace:
        engine = make_engine(path, mode="ro", passphrase=passphrase, immutable=immutable)
        try:
            with translated(path, passphrase):
                if schema_version(engine, path) < SCHEMA_VERSION:
                    raise Refused("CDO-S304", file=path.name)
                return cls(path, engine, None, passphrase)
        except BaseException:
            engine.dispose()
            raise

    @classmethod
    def _opened(
        cls, path: Path, engine: Engine, lock: WriterLock, passphrase: str | None
    ) -> Workspace:
        workspace = cls(path, engine, lock, passphrase)
        workspace._journal("WAL" if workspace.volume is Volume.LOCAL else "DELETE")
        return workspace

    def close(self) -> None:
        """Close; afterwards the workspace is one file that can be carried away.

        Where somebody still reads it, everything is in the file, but the files beside it stay until
        the next writer closes.
        """
        try:
            if not self.read_only:
                self._into_one_file()
        finally:
            self._engine.dispose()
            lock, self._lock = self._lock, None  # nothing can be written through it any more
            if lock:
                lock.release()

    def _into_one_file(self) -> None:
        with translated(self.path):
            try:
                with translated(self.path):
                    self._journal("DELETE")
            except Busy:
                with self._engine.connect() as connection:
                    raw: Any = connection.connection
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    @contextmanager
    def unit(self, act: Act, name: str, kind: str = "do", target: int = 0) -> Iterator[Unit]:
        """One named step. On any exception, Cancelled too, nothing of it has happened.

        Raises Refused if the workspace is open to read only.
        """
        if self.read_only:
            raise Refused("CDO-S304", file=self.path.name)
        with self._writing() as connection:
            step = open_step(connection, name, kind, target)
            digits = int(self.library.profile.settings.get("sequence_digits", 6))
            unit = Unit(
                connection,
                self.library,
                act,
                step,
                Writer(connection, act, step.seq),
                Codes(connection, digits),
            )
            yield unit
            unit.close()
            undo.settle(connection, step)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with translated(self.path, self._passphrase):
            engine = self._engine.execution_options(writes=True)
            try:
                with engine.begin() as connection:
                    yield connection
            except OSError as error:
                raise disk_trouble(error, self.path) from error
            except IntegrityError as error:  # an index that lost rows, or a bug of ours
                if damage := self.damage():
                    raise Refused("CDO-S303", file=self.path.name, reason=damage) from error
                raise

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self.path, self._passphrase), self._engine.connect() as connection:
            yield connection

    def undo(self, act: Act, assess: Assess) -> tuple[StepInfo, int] | None:
        """Take back the newest step; gives it and the number of records, None if there is none.

        Raises Conflict if a record has moved on in another way.
        """
        return self._replay(self.undoable(), "undo", "撤销：{name}", undo.take_back, act, assess)

    def redo(self, act: Act, assess: Assess) -> tuple[StepInfo, int] | None:
        """Do again what was undone last; as `undo`."""
        return self._replay(self.redoable(), "redo", "重做：{name}", undo.do_again, act, assess)

    def turns(self, step: StepInfo) -> tuple[Person, frozenset[Turn]]:
        """Who made a step, and what it did to the review of records that were there before."""
        with self._reading() as connection:
            return undo.turns(connection, step.seq)

    def _replay(
        self,
        step: StepInfo | None,
        kind: str,
        name: str,
        act_on: Callable[[Unit, int, Assess], int],
        act: Act,
        assess: Assess,
    ) -> tuple[StepInfo, int] | None:
        if step is None:
            return None
        with self.unit(act, name.format(name=step.name), kind, step.seq) as unit:
            number = act_on(unit, step.seq, assess)
        return step, number

    def back_up(self, target: Path, run: Run) -> Backup:
        """Write a backup and open it again before it counts. Raises DiskTrouble, Refused."""
        if target.exists():
            raise Refused("CDO-U102", file=target.name)
        copy_database(self._engine, target, self._passphrase, run, new=True)
        try:
            return tested(target, self._passphrase)
        except CdoError:
            target.unlink()
            raise

    def damage(self) -> str:
        """What SQLite's own check says; "" if the file is sound."""
        with self._reading() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
        return "" if said == ["ok"] else "；".join(said)

    def _journal(self, mode: str) -> None:
        self._engine.dispose()
        with self._engine.connect() as connection:
            raw: Any = connection.connection
            raw.execute(f"PRAGMA journal_mode = {mode}").fetchone()
        self._engine.dispose()


def _readable(path: Path, passphrase: str | None) -> None:
    existing(path)
    plain = not looks_encrypted(path)
    if passphrase is None and not plain:
        raise Refused("CDO-S306", file=path.name)
    if passphrase is not None and plain:
        raise Refused("CDO-S231", file=path.name)


def _copied_first(path: Path, engine: Engine, act: Act, passphrase: str | None) -> None:
    stamp = act.at.strftime("%Y%m%d-%H%M%S")
    copy_database(engine, path.with_name(f"{path.stem}.before-upgrade-{stamp}{SUFFIX}"), passphrase)
