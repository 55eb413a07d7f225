"""Why a backup could not be made or restored."""

from __future__ import annotations


class BackupFault(Exception):
    """The text is a sentence or two that say what to do."""
