"""The program's log: one rotating file of this user; never a secret, never a record's text."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


def start_log(folder: Path) -> logging.Logger:
    """Begin to log into `folder` (made if missing); 5 files of 1 MB at most."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "cdo-desktop.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("cdo_desktop")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return logger
