"""What a check came to, as the review page shows it: a shape, a colour, a word."""

from __future__ import annotations

from cdo_desktop.domain.project_check import Outcome
from ui.tr import tr
from ui.widgets.marks import Mark

OUTCOMES: dict[Outcome, Mark] = {
    Outcome.FAIL: Mark("mark-error", "err-icon", Outcome.FAIL.label),
    Outcome.NOTE: Mark("mark-warning", "warn-icon", Outcome.NOTE.label),
    Outcome.ASK: Mark("mark-question", "plum", Outcome.ASK.label),
    Outcome.PASS: Mark("mark-passed", "ok-solid", Outcome.PASS.label),
}
"""In the order of the chips; the words are those of the paper and the command line."""
EDGES = {Outcome.FAIL: "err-icon", Outcome.NOTE: "warn-icon", Outcome.ASK: "plum"}
"""The bar at the left of what wants to be looked at."""
OVERRULED = Mark("pen-line", "text-2", tr("已改判"))
"""In place of the outcome while somebody's reason stands against it."""
