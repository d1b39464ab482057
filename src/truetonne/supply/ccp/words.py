"""What the table decides, in the reader's language. Undecided is said as undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.rules.ccp.lookup import CcpState
from truetonne.rules.findings import FindingResult

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CCP_WORDS: Final[dict[CcpState, StrPromise]] = {
    CcpState.APPROVED: _("methodology approved"),
    CcpState.REMEDIAL_ACTION: _("remedial action asked for"),
    CcpState.DOES_NOT_MEET: _("does not meet the principles"),
    CcpState.VERY_UNLIKELY: _("very unlikely to meet the principles"),
    CcpState.WITHDRAWN: _("withdrawn from assessment"),
    CcpState.UNDER_ASSESSMENT: _("undecided: under assessment"),
    CcpState.NOT_LISTED: _("not in the table"),
    CcpState.AMBIGUOUS: _("undecided: the version is not stated, or rows disagree"),
}

CCP_RESULTS: Final[dict[CcpState, FindingResult]] = {
    CcpState.APPROVED: FindingResult.MET,
    CcpState.REMEDIAL_ACTION: FindingResult.CONDITIONAL,
    CcpState.DOES_NOT_MEET: FindingResult.NOT_MET,
    CcpState.VERY_UNLIKELY: FindingResult.NOT_MET,
    CcpState.WITHDRAWN: FindingResult.NOT_MET,
    CcpState.UNDER_ASSESSMENT: FindingResult.PENDING,
    CcpState.NOT_LISTED: FindingResult.NOT_SHOWN,
    CcpState.AMBIGUOUS: FindingResult.PENDING,
}
