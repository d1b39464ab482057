"""Who may open a view: every view carries one of these decorators, and a test asks for it.

The decorator writes ``permission`` on the view (``"public"``, ``"member:BUYER"``, ``"staff:FINANCE"``) and
enforces it. A person is asked by duck typing (``is_authenticated``, ``has_role``): this room knows no model.
A role of a member opens the door only; which organization's things stand behind it is the querysets' matter.
"""

from __future__ import annotations

from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from truetonne.edge.parts import lead_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])
else:
    ViewT = TypeVar("ViewT")


class Role(StrEnum):
    """What a person may do here; a person may have several. docs/reference/roles.md says where each can be given."""

    APPLICANT = "APPLICANT"
    """Fills in the organization's application, hands in evidence and appeals."""
    BUYER = "BUYER"
    """Orders for an organization and sees what it bought."""
    REPORTER = "REPORTER"
    """Enters the organization's activity data, inventories and disclosures."""
    SUPPLY = "SUPPLY"
    """Imports registry files, prices and lists lots."""
    REVIEWER = "REVIEWER"
    """Judges quality; never what they imported themselves."""
    FINANCE = "FINANCE"
    """Records payments and delivers orders."""
    ELIGIBILITY = "ELIGIBILITY"
    """Screens applications and evidence; every decision needs a second person."""
    GOVERNANCE = "GOVERNANCE"
    """Sits in a tier of governance: decides policy and signs off what other rooms ask for."""
    AUDITOR = "AUDITOR"
    """Reads everything, writes nothing; in a member everything of that member."""
    ADMINISTRATOR = "ADMINISTRATOR"
    """Gives and takes roles; in a member those of that member."""


MEMBER_ROLES = frozenset({Role.APPLICANT, Role.BUYER, Role.REPORTER})
"""Roles of work that one organization does for itself. They mean the same wherever they are held."""
SECURITY_PAGE = "/account/security/"
STAFF_ROLES = frozenset(Role) - MEMBER_ROLES
"""Roles that open the operator's work where they are held in the operator (a reviewer's also in a reviewing firm)."""


class RoleMissing(PermissionDenied):
    """A person opened a view whose roles they do not have; carries the roles of which one is needed."""

    code = "forbidden"

    def __init__(self, *, permission: str, roles: tuple[Role, ...]) -> None:
        self.permission = permission
        self.roles = roles
        super().__init__(f"needs {permission}")


class Actor(Protocol):
    """What a signed-in person must be able to say."""

    @property
    def is_authenticated(self) -> bool: ...

    def has_role(self, role: Role) -> bool:
        """Whether they have the role in the exchange: a staff role from the operator, a member's role from anywhere."""

    def holds_role(self, role: Role) -> bool:
        """Whether any of their organizations gives them the role: a member's own auditor and administrator too."""

    def has_second_factor(self) -> bool:
        """Whether they sign in with more than a password."""


def public(view: ViewT) -> ViewT:
    """Anyone may open this view, signed in or not."""
    return _marked(view, permission="public")


def member(*roles: Role) -> Callable[[ViewT], ViewT]:
    """A signed-in person may open this view; with roles, one who has at least one of them."""
    return _gate(kind="member", roles=roles)


def staff(*roles: Role) -> Callable[[ViewT], ViewT]:
    """One of the operator's people may open this view: with these roles, or with any staff role when none is named."""
    return _gate(kind="staff", roles=roles or tuple(sorted(STAFF_ROLES)))


def may_open(*, actor: Actor, roles: tuple[Role, ...], is_staff: bool) -> bool:
    """Return whether a signed-in person has one of the roles; no roles means any signed-in person.

    With ``is_staff`` an administrator or auditor of a member does not count: their role ends at that member.
    """
    has = actor.has_role if is_staff else actor.holds_role
    return actor.is_authenticated and (not roles or any(has(role) for role in roles))


def may_view(*, actor: Actor, view: Callable[..., object]) -> bool:
    """Return whether a signed-in person may open a view, by the permission that its decorator wrote on it."""
    kind, _, roles = str(getattr(view, "permission", "")).partition(":")
    if kind == "public":
        return True
    named = tuple(Role(role) for role in roles.split("|") if role)
    return kind in {"member", "staff"} and may_open(actor=actor, roles=named, is_staff=kind == "staff")


def _gate(*, kind: str, roles: tuple[Role, ...]) -> Callable[[ViewT], ViewT]:
    permission = f"{kind}:{'|'.join(roles)}" if roles else kind

    def decorate(view: ViewT) -> ViewT:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            actor = cast("Actor", request.user)
            if not actor.is_authenticated:
                # Imported late: it asks for the person model, whose room imports this module.
                from django.contrib.auth.views import redirect_to_login

                to_sign_in = redirect_to_login(request.get_full_path(), login_url=str(settings.LOGIN_URL))
                return lead_all(request, to_sign_in)
            if not may_open(actor=actor, roles=roles, is_staff=kind == "staff"):
                raise RoleMissing(permission=permission, roles=roles)
            if kind == "staff" and settings.IDENTITY.staff_needs_second_factor and not actor.has_second_factor():
                return lead_all(request, redirect(f"{SECURITY_PAGE}?needed=1"))
            return view(request, *args, **kwargs)

        return _marked(cast("ViewT", guarded), permission=permission)

    return decorate


def _marked(view: ViewT, *, permission: str) -> ViewT:
    view.permission = permission  # type: ignore[attr-defined]
    return view
