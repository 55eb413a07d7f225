"""A live classroom quiz that explains every answer. Importing the package starts nothing."""

__version__ = "0.3.0"
