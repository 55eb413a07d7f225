"""The end of a scenario before its end."""


class Stopped(Exception):
    """The scenario cannot go on; the text says where it stopped and what was seen."""
