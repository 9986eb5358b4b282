"""Where things are: the program's own resources and the user's folders."""

from __future__ import annotations

import sys
from pathlib import Path

from platformdirs import user_data_path, user_log_path

_APP = "cdo-desktop"
_SAMPLE = "示例工作区.cdo"


def resources() -> Path:
    """The folder `resources/` of the program, in a checkout and in a built program."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root / "resources"


def user_data() -> Path:
    """The folder of this user's settings, layouts and trust data."""
    return user_data_path(_APP, appauthor=False, roaming=True)


def settings_file() -> Path:
    """Where this user's settings are kept."""
    return user_data() / "settings.json"


def sample_path() -> Path:
    """Where this user's sample workspace lies."""
    return user_data() / _SAMPLE


def is_sample(path: Path) -> bool:
    """Whether a file is the sample workspace, or one that a newer sample has replaced."""
    sample = sample_path()
    return path.parent == sample.parent and path.name.startswith(sample.stem)


def user_logs() -> Path:
    """The folder of this user's log files."""
    return user_log_path(_APP, appauthor=False)
