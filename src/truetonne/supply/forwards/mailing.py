"""The mails about contracts for later years, in the language of who gets them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.people.adapters import write_mail
from truetonne.people.models import Person
from truetonne.supply.actions.forwards.telling import Notice
from truetonne.supply.forwards.reading import read_contract
from truetonne.supply.forwards.values import Contract


def mail_contract(*, what: Notice, contract_id: UUID, person_id: UUID, ref: str, today: date) -> bool:
    """Write one mail; False where the person has left. Raises ContractNotFound."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return False
    contract = read_contract(contract_id=contract_id, today=today)
    with translation.override(person.language):
        subject, body = _words(what=what, contract=contract, person=person, ref=ref)
        address = reverse("supply:commitments")
        if what is Notice.SIGNED:
            address = reverse("supply:office_forward", kwargs={"forward": show_id(prefix="fwd", id=contract.row.pk)})
        write_mail(
            to=person.email, subject=subject, body=body, address=settings.TRUETONNE.base_url + address,
            more=_("A promise is no unit: nothing of it can be retired or claimed before it has come."),
        )  # fmt: skip
    return True


def _words(*, what: Notice, contract: Contract, person: Person, ref: str) -> tuple[str, str]:
    name = {"name": contract.row.name, "supplier": contract.row.supplier}
    if what is Notice.SIGNED:
        said = {**name, "total": _tonnes(contract.row.total_kg, person), "signer": contract.signer}
        return (
            _("%(name)s is signed") % said,
            _("%(signer)s signed the contract with %(supplier)s over %(total)s. Now its schedule can be written.")
            % said,
        )
    if what is Notice.SLIPPED:
        slip = next(each for each in contract.schedules if each.number == int(ref))
        said = {**name, "reason": slip.reason, "year": str(slip.years[-1].year)}
        return (
            _("%(name)s slips") % said,
            _("%(supplier)s delivers later than promised, the last part in %(year)s: %(reason)s") % said,
        )
    if what is Notice.CAME:
        return _came(contract=contract, person=person, delivery_id=UUID(ref), name=name)
    if what is Notice.SHORT:
        said = {**name, "short": _tonnes(contract.standing.shortfall_kg, person), "year": ref}
        return (
            _("%(name)s is short by %(short)s") % said,
            _("The year %(year)s is over. Of what was promised by then %(short)s have not come.") % said,
        )
    if what is Notice.ENDED:
        said = {**name, "reason": contract.end_reason, "left": _tonnes(contract.outstanding_kg, person)}
        return (
            _("%(name)s was terminated") % said,
            _("%(left)s will not come: %(reason)s What was delivered stays.") % said,
        )
    hold = next(each for each in contract.holds if each.number == int(ref))
    said = {**name, "reason": hold.reason, "source": hold.source}
    if what is Notice.RELEASED:
        return (
            _("The legal hold on %(name)s ended") % said,
            _("The contract goes on: %(reason)s (%(source)s)") % said,
        )
    return (
        _("%(name)s is on legal hold") % said,
        _("Nothing is delivered while it lasts: %(reason)s (%(source)s)") % said,
    )


def _came(*, contract: Contract, person: Person, delivery_id: UUID, name: dict[str, str]) -> tuple[str, str]:
    own = set(person.list_organization_ids())
    delivery = next(each for each in contract.deliveries if each.pk == delivery_id)
    parts = [part for part in contract.parts[delivery_id] if part.organization_id in own]
    said = {
        **name,
        "came": _tonnes(delivery.kg, person),
        "share": _tonnes(sum(part.kg for part in parts), person),
        "waiting": _tonnes(sum(part.waiting_kg for part in parts), person),
    }
    subject = (
        _("%(name)s: other units came in its place")
        if delivery.is_substitute
        else _("%(name)s: %(share)s came for you")
    )
    body = _("%(came)s came. Your share is %(share)s of the %(waiting)s that you waited for; it is set aside for you.")
    return subject % said, body % said


def _tonnes(kg: int, person: Person) -> str:
    return tonnes_text(kg=kg, language=person.language)
