"""The end before the end."""


class Stopped(Exception):
    """Nothing can be told of any fault; the text says why."""
