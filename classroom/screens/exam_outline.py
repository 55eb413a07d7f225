"""The domains of the outline of the National Counselor Examination, by their numbers.

Source: NBCC's table of domains, looked up in 2026. An outline is replaced every few years.
"""

from __future__ import annotations

from flask_babel import gettext as _


def domain_name(domain: int) -> str:
    """The name of a domain, 1 to 6."""
    return {
        1: _("Professional Practice and Ethics"),
        2: _("Intake, Assessment and Diagnosis"),
        3: _("Areas of Clinical Focus"),
        4: _("Treatment Planning"),
        5: _("Counseling Skills and Interventions"),
        6: _("Core Counseling Attributes"),
    }[domain]
