"""Read a certificate's sheet out of its body, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.edge import formats
from truetonne.edge.identifiers import read_id, short_code
from truetonne.edge.languages import read_tag, writing
from truetonne.edge.logo import Logo
from truetonne.edge.parties import country_name
from truetonne.edge.qr import draw_code
from truetonne.edge.seal import draw_seal
from truetonne.market.inset_words import SIDE_WORDS
from truetonne.market.pdf.facts import Body, Fact, group_facts, vintage_text
from truetonne.market.pdf.sheet import CertificateSheet, Later, LogProof, SheetClaim, SheetLine, SheetProof, ShownNotice
from truetonne.market.pdf.wording import code_words
from truetonne.market.told import tell


def read_sheet(
    *,
    body: Body,
    leaf_hash: bytes,
    language: str,
    later: Later | None = None,
    proof: LogProof | None = None,
    claim: SheetClaim | None = None,
    logo: Logo | None = None,
    private: Sequence[Fact] = (),
) -> CertificateSheet:
    """Read a certificate's sheet out of its body.

    ``leaf_hash`` is the RFC 6962 hash of the body's stored bytes; the seal is drawn from it. ``proof`` is None until
    the log worker has run; ``claim`` is the text that may be quoted and
    ``private`` what only the buyer's copy shows, both in the same language. Raises UnknownLanguage and InvalidId.
    """
    tag = read_tag(language=language)
    with translation.override(tag.lower()):
        return _Reader(body=body, language=tag, later=later or Later()).read(
            leaf_hash=leaf_hash, proof=proof, claim=claim, logo=logo, private=private
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """One reading of one body in one language; the translation is active while it lasts."""

    body: Body
    language: str
    later: Later

    def read(
        self,
        *,
        leaf_hash: bytes,
        proof: LogProof | None,
        claim: SheetClaim | None,
        logo: Logo | None,
        private: Sequence[Fact],
    ) -> CertificateSheet:
        body, language = self.body, self.language
        kg = int(str(self._object("quantity")["kg"]))
        code = short_code(prefix="RET", id=read_id(prefix="crt", text=str(body["certificate_id"])))
        effective_at = datetime.fromisoformat(str(self._object("act")["effective_at"]))
        name = self.later.published_name or str(self._object("beneficiary").get("display_name", ""))
        return CertificateSheet(
            language=language,
            code=code,
            operator=str(body["operator"]),
            title=_("Retirement certificate"),
            beneficiary=name or self._hidden(),
            is_name_hidden=not name,
            kg=kg,
            mass=formats.tonnes_digits(kg=kg, language=language),
            unit=writing(language=language).tonne,
            words=formats.quantity_in_words(kg=kg, language=language),
            lines=tuple(self._line(line) for line in self._lines()),
            facts_left=self._left(effective_at=effective_at),
            facts_right=self._right(),
            statements=self._statements(),
            notices=tuple(
                ShownNotice(day=self._day(notice.on), text=notice.text, href=notice.href)
                for notice in self.later.notices
            ),
            ring=self._ring(effective_at=effective_at, proof=proof),
            seal=draw_seal(leaf_hash=leaf_hash),
            seal_label=_("Seal of certificate %(code)s, drawn from its leaf hash") % {"code": code},
            qr=draw_code(text=str(body["verify_url"])),
            qr_label=_("QR code to this certificate’s page"),
            proof=self._proof(leaf_hash=leaf_hash, proof=proof),
            verify_command=f"truetonne verify {code}.json",
            verify_url=str(body["verify_url"]),
            more=group_facts(body=body, language=language),
            claim=claim,
            told=tuple(each.sentence for each in tell(disclaimers=self.later.disclaimers, language=language)),
            private=tuple(private),
            logo=logo,
            labels=_labels(nodes=len(proof.nodes) if proof else 0),
            effective_at=effective_at,
        )

    def _line(self, line: Body) -> SheetLine:
        kg = int(str(line["kg"]))
        numbers = {name: int(str(line[name])) for name in ("first", "last", "first_part_kg", "last_part_kg", "unit_kg")}
        place = [
            country_name(code=str(line["country"])) if "country" in line else "",
            vintage_text(line=line, language=self.language),
            code_words(code=str(line["credit_class"])) if "credit_class" in line else "",
        ]
        return SheetLine(
            project=str(line["project_name"]),
            place=" · ".join(part for part in place if part),
            batch=str(line["issuance_id"]),
            serials=formats.serials_text(**numbers, language=self.language),
            kg=kg,
            mass=formats.tonnes_digits(kg=kg, language=self.language),
        )

    def _left(self, *, effective_at: datetime) -> tuple[Fact, ...]:
        act, holder = self._object("act"), self._object("holder")
        confirmed = self.later.registry_confirmed_on or (
            date.fromisoformat(str(act["registry_confirmed_on"])) if "registry_confirmed_on" in act else None
        )
        said = _("confirmed on %(day)s") % {"day": self._day(confirmed)} if confirmed else _("not yet confirmed")
        return (
            Fact(label=_("Purpose"), value=self._purpose()),
            Fact(label=_("Retired by"), value=str(holder["retired_by"])),
            Fact(label=_("Retired at"), value=formats.instant_text(instant=effective_at, language=self.language)),
            Fact(label=_("Registry"), value=said, kind="" if confirmed else "pending"),
        )

    def _right(self) -> tuple[Fact, ...]:
        beneficiary = self._object("beneficiary")
        is_valid = self.later.status == "VALID"
        identities = (("lei", "LEI "), ("registration_number", _("no. ")), ("domain", ""))
        known = [f"{kind}{beneficiary[name]}" for name, kind in identities if name in beneficiary]
        return (
            Fact(label=_("Beneficiary"), value=known[0] if known else _("not stated")),
            *self._nature(),
            Fact(
                label=_("Status"),
                value=_("Valid; no notice attached") if is_valid else code_words(code=self.later.status),
                kind="" if is_valid else "stop",
            ),
        )

    def _nature(self) -> tuple[Fact, Fact]:
        """Say of credits how good they are and how long they last, of insets whose side they are and how much fuel."""
        if self.body["kind"] == "INSET":
            insets = [cast("Body", line["inset"]) for line in self._lines()]
            sides = dict.fromkeys(str(SIDE_WORDS[str(inset["side"])]) for inset in insets)
            energy = sum(int(str(inset["energy_mj"])) for inset in insets)
            return (
                Fact(label=_("Side"), value="; ".join(sides)),
                Fact(label=_("Energy, MJ"), value=formats.count_text(count=energy, language=self.language)),
            )
        return (
            Fact(label=self._review_label(), value=self._joined("quality", self._review) or _("not stated")),
            Fact(label=_("Durability"), value=self._joined("durability", self._durability) or _("not stated")),
        )

    def _purpose(self) -> str:
        purpose = self._object("purpose")
        words = code_words(code=str(purpose["code"]))
        if "reason" in purpose:
            words = f"{words} ({code_words(code=str(purpose['reason']))})"
        if "claim_year" in purpose:
            return _("%(purpose)s, %(year)s") % {"purpose": words, "year": purpose["claim_year"]}
        if "period_start" in purpose:
            span = {"vintage_start": purpose["period_start"], "vintage_end": purpose["period_end"]}
            period = vintage_text(line=span, language=self.language)
            return _("%(purpose)s, %(year)s") % {"purpose": words, "year": period}
        return words

    def _review_label(self) -> str:
        scored = any("score" in entry for entry in cast("Sequence[Body]", self.body.get("quality", ())))
        return _("Our review, of 100") if scored else _("Our review")

    def _review(self, entry: Body) -> str:
        if "score" not in entry:
            return str(entry["reviewer"])
        score = self._decimal(entry["score"])
        if "score_low" in entry and "score_high" in entry:
            between = writing(language=self.language).between
            score = f"{score} ({self._decimal(entry['score_low'])}{between}{self._decimal(entry['score_high'])})"
        return score

    def _durability(self, entry: Body) -> str:
        parts = []
        if "years" in entry:
            years = int(str(entry["years"]))
            shown = formats.count_text(count=years, language=self.language)
            parts.append(ngettext("%(years)s year", "%(years)s years", years) % {"years": shown})
        if "cover" in entry:
            parts.append(str(entry["cover"]))
        return ", ".join(parts)

    def _statements(self) -> tuple[str, ...]:
        wording = self._object("wording")
        said = [
            cast("Mapping[str, str]", wording[name])
            for name in ("gross_inventory", "claim", "product_neutrality", "host_country")
            if name in wording
        ]
        statements = [str(text.get(self.language, text["en"])) for text in said]
        if not self.body["livemode"]:
            statements.append(_("Demonstration: no real unit stands behind it."))
        return tuple(statements)

    def _ring(self, *, effective_at: datetime, proof: LogProof | None) -> str:
        parts = [_("retired for good"), "truetonne", self._day(effective_at)]
        if proof is not None:
            parts.append(_("entry %(number)s") % {"number": proof.log_index})
        return "".join(f"{part.upper()} · " for part in parts)

    def _proof(self, *, leaf_hash: bytes, proof: LogProof | None) -> SheetProof:
        leaf = Fact(label=_("Leaf hash"), value=leaf_hash.hex(), kind="mono")
        if proof is None:
            waits = Fact(label=_("Proof"), value=_("pending: the log worker adds it"), kind="pending")
            return SheetProof(is_pending=True, leaf_hash=leaf_hash.hex(), facts=(waits, leaf), path=())
        place = _("%(number)s, in a log of %(size)s") % {
            "number": formats.count_text(count=proof.log_index, language=self.language),
            "size": formats.count_text(count=proof.tree_size, language=self.language),
        }
        facts = (
            Fact(label=_("Entry"), value=place),
            leaf,
            Fact(label=_("Root"), value=proof.root.hex(), kind="mono"),
            Fact(label=_("Signed"), value=f"Ed25519 · {proof.key}", kind="mono"),
        )
        path = tuple(node.hex() for node in proof.nodes)
        return SheetProof(is_pending=False, leaf_hash=leaf_hash.hex(), facts=facts, path=path)

    def _hidden(self) -> str:
        until = date.fromisoformat(str(self._object("beneficiary")["hidden_until"]))
        return _("hidden until %(day)s") % {"day": self._day(until)}

    def _joined(self, group: str, show: Callable[[Body], str]) -> str:
        """Print what the lots of a group say, each thing once, in the order of the lines."""
        said = dict.fromkeys(show(entry) for entry in cast("Sequence[Body]", self.body.get(group, ())))
        return "; ".join(text for text in said if text)

    def _day(self, day: date) -> str:
        return formats.day_text(day=day, language=self.language)

    def _decimal(self, value: object) -> str:
        return formats.decimal_text(decimal=str(value), language=self.language)

    def _object(self, name: str) -> Body:
        return cast("Body", self.body[name])

    def _lines(self) -> Sequence[Body]:
        return cast("Sequence[Body]", self.body["lines"])


def _labels(*, nodes: int) -> Mapping[str, str]:
    return {
        "certificate": _("Certificate"),
        "in_the_name_of": _("In the name of"),
        "retired_for_good": _("the following mass was retired for good"),
        "retired_units": _("Retired units"),
        "project": _("Project"),
        "serials": _("Serials, first to last"),
        "tonnes": _("Tonnes"),
        "total": _("Total"),
        "proof": _("Proof that it is in the public log"),
        "inclusion_path": ngettext("Inclusion path, %(nodes)s node", "Inclusion path, %(nodes)s nodes", nodes)
        % {"nodes": nodes},
        "check_offline": _("Check it offline:"),
        "scan": _("This certificate’s page"),
        "told": _("What the buyer was told before ordering"),
        "claim": _("What may be said of it"),
        "claim_note": _(
            "Quote it whole. It is drafted from a template; other wording may say what a retirement does not."
        ),
        "private": _("For the buyer only"),
        "private_note": _(
            "The private parts. The public certificate holds only their hashes, each under its own salt."
        ),
        "other_public_fields": _("Further public fields"),
        "other_public_note": _("All that the signed file says besides the first sheet."),
        "page": _("Sheet {page} of {pages}"),
    }
