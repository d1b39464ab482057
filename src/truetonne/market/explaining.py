"""The stored explanation of an allocation as sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import read_id
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.actions.allocate import CHOSEN
from truetonne.market.lot_facts import vintage_text


def list_explained_lots(*, explanation: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Return the lots that an explanation speaks of, the one that was not needed too."""
    if not explanation:
        return ()
    steps = [*explanation["steps"], *([explanation["next"]] if explanation["next"] is not None else [])]
    return tuple(read_id(prefix="lot", text=str(step["lot"])) for step in steps)


def explanation_sentences(*, explanation: Mapping[str, Any], names: Mapping[UUID, str]) -> list[str]:
    """Return why these lots were taken and this much of each; empty for quotes made before explanations were kept.

    ``names`` are the lots' names; a lot that is not among them is named by its id.
    """
    if not explanation:
        return []
    steps, following = explanation["steps"], explanation["next"]
    if explanation["rule"] == CHOSEN:
        return [
            _("You chose the lots and the mass of each yourself. No rule moved any of it."),
            *(_chosen_words(step=step, names=names) for step in steps),
        ]
    considered = int(explanation["lots_considered"])
    sentences = [
        ngettext(
            "The oldest vintage goes first. One lot with %(mass)s was for sale.",
            "The oldest vintage goes first. %(count)s lots with %(mass)s were for sale.",
            considered,
        )
        % {"count": considered, "mass": _mass(explanation["considered_kg"])},
        *(_step_words(step=step, names=names) for step in steps),
    ]
    if following is not None:
        sentences.append(
            _("Next would have been %(lot)s, vintage %(vintage)s. It was not needed.")
            % {"lot": _name(step=following, names=names), "vintage": _vintage(step=following)}
        )
    return sentences


def _step_words(*, step: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    facts = {"lot": _name(step=step, names=names), "vintage": _vintage(step=step), "taken": _mass(step["taken_kg"])}
    if step["taken_kg"] == step["available_kg"]:
        return _("%(lot)s, vintage %(vintage)s: all %(taken)s that it had.") % facts
    facts["available"] = _mass(step["available_kg"])
    return _("%(lot)s, vintage %(vintage)s: %(taken)s of the %(available)s that it had.") % facts


def _chosen_words(*, step: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    facts = {
        "lot": _name(step=step, names=names),
        "vintage": _vintage(step=step),
        "taken": _mass(step["taken_kg"]),
        "available": _mass(step["available_kg"]),
    }
    return _("%(lot)s, vintage %(vintage)s: %(taken)s of the %(available)s that it had.") % facts


def _name(*, step: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    return names.get(read_id(prefix="lot", text=str(step["lot"])), str(step["lot"]))


def _vintage(*, step: Mapping[str, Any]) -> str:
    return vintage_text(
        start=date.fromisoformat(str(step["vintage_start"])),
        end=date.fromisoformat(str(step["vintage_end"])),
        language=current_language(),
    )


def _mass(kg: object) -> str:
    assert isinstance(kg, int)
    return tonnes_text(kg=kg, language=current_language())
