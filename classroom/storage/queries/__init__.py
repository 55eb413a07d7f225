"""Reading, a module for each noun. A query returns None where a thing may be missing."""
