"""State → HTML. One function per audience, used by every page load and every push.

A view (`views.py`) holds only what its audience may see in the present phase, so that a template
cannot show what is not there.
"""
