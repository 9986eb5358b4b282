"""Whose opinion stands in the pane, and where it is kept until it is signed."""

from __future__ import annotations

from cdo_desktop.work import opinion_drafts
from cdo_desktop.work.opinion_drafts import OpinionDraft
from cdo_desktop.workbench import Workbench
from ui.review.opinion_pane import OpinionPane


class OpinionKeeping:
    """Of one workspace at a time; where nothing may lie outside of it, while it is open."""

    def __init__(self, pane: OpinionPane) -> None:
        self._pane = pane
        self._bench: Workbench | None = None
        self._record_id = ""
        """Of the record whose opinion stands in the pane; "" = of none."""
        self._unkept: dict[str, OpinionDraft] = {}
        self._kept: OpinionDraft | None = None
        """What stood in the pane when it was kept or shown last."""

    @property
    def is_on_disk(self) -> bool:
        """Whether what is kept outlives the program."""
        return self._bench is not None and opinion_drafts.may_keep(self._bench)

    def begin(self, bench: Workbench, record_id: str) -> OpinionDraft | None:
        """What was kept of a record, to be shown; None where it is in the pane already.

        What stands there is kept first. Raises DiskTrouble.
        """
        if bench is self._bench and record_id == self._record_id:
            return None
        self.keep()
        if bench is not self._bench:
            self._unkept = {}
        self._bench, self._record_id = bench, record_id
        kept = opinion_drafts.kept_draft(bench, record_id)
        self._kept = self._unkept.get(record_id, kept)
        return self._kept

    def keep(self) -> None:
        """Keep what stands in the pane, unless nothing was written since: it may have been signed
        elsewhere meanwhile, and is no draft any more then. Raises DiskTrouble.
        """
        self._pane.settle()
        draft = self._pane.draft
        if self._bench is None or not self._record_id or draft == self._kept:
            return
        if self.is_on_disk:
            opinion_drafts.keep_draft(self._bench, self._record_id, draft)
        else:
            self._unkept[self._record_id] = draft
        self._kept = draft

    def forget(self) -> None:
        """It was signed: nothing of it is a draft any more. Raises DiskTrouble."""
        self._pane.show_draft(OpinionDraft())
        self.keep()
