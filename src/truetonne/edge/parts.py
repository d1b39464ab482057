"""Answers to a script that exchanges a part of a page: the same views serve it and a reader without scripts."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect


def lead_on(request: HttpRequest, to: str, **names: str) -> HttpResponseRedirectBase:
    """Redirect the reader to the page of this name: the whole browser, also where a script asked for a part of this one."""
    return lead_all(request, redirect(reverse(to, kwargs=names)))


def lead_all(request: HttpRequest, answer: HttpResponseRedirectBase) -> HttpResponseRedirectBase:
    """Make a redirect one of the whole browser where a script asked: it would take the other page for the part it wants."""
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer
