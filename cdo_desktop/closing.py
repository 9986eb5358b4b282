"""What is to be closed when the work with it ends."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closes:
    """Closed at the end of a `with`, however it ends."""

    __slots__ = ()

    def close(self) -> None:
        """Let go of what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
