"""The rules of a live lesson in plain Python: no web, no database, no clock, no I/O."""
