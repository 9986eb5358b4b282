"""Which pages of which part were in front of one's eyes."""

from __future__ import annotations

from cdo_desktop.work.review_parts import Part
from ui.tr import tr


class SeenPages:
    """What was seen stays seen, though another part is opened in between."""

    def __init__(self) -> None:
        self._seen: dict[str, set[int]] = {}

    def see(self, part: Part, page: int) -> None:
        """A page, from 1, is in sight."""
        self._seen.setdefault(part.digest, set()).add(page)

    def left(self, part: Part, pages: int) -> list[int]:
        """The pages that were not."""
        seen = self._seen.get(part.digest, set())
        return [page for page in range(1, pages + 1) if page not in seen]


def left_words(left: list[int], pages: int) -> str:
    """How many pages are still to be looked at, and where they begin."""
    if left:
        words = tr("还有 {0} 页没有看过，从第 {1} 页看起（空格键往下翻）")
        return words.format(len(left), left[0])
    return tr("{pages} 页都看过了").format(pages=pages) if pages > 1 else ""
