"""What a check came to, as the review page shows it: a shape, a colour, a word."""

from __future__ import annotations

from cdo_desktop.domain.project_check import Outcome
from ui.tr import tr
from ui.widgets.marks import Mark

OUTCOMES: dict[Outcome, Mark] = {
    Outcome.FAIL: Mark("mark-error", "err-icon", tr("不通过")),
    Outcome.NOTE: Mark("mark-warning", "warn-icon", tr("需关注")),
    Outcome.ASK: Mark("mark-question", "plum", tr("人工")),
    Outcome.PASS: Mark("mark-passed", "ok-solid", tr("通过")),
}
"""In the order of the chips."""
EDGES = {Outcome.FAIL: "err-icon", Outcome.NOTE: "warn-icon", Outcome.ASK: "plum"}
"""The bar at the left of what wants to be looked at."""
OVERRULED = Mark("pen-line", "text-2", tr("已改判"))
"""In place of the outcome while somebody's reason stands against it."""
