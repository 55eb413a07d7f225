"""Backups: the database in one file, and back, without what was deleted meanwhile."""
