"""Names of roles and kinds of organization as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.edge.permissions import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROLE_WORDS: Final[dict[str, _StrPromise]] = {
    Role.BUYER: _("Buyer"),
    Role.SUPPLY: _("Supply"),
    Role.REVIEWER: _("Reviewer"),
    Role.FINANCE: _("Finance"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

KIND_WORDS: Final[dict[str, _StrPromise]] = {
    "OPERATOR": _("Operator"),
    "MEMBER": _("Member"),
    "REVIEWER": _("Reviewing organization"),
}
