"""Addresses of the API: the rooms' operations, its description, and a problem for every other address under /v1/."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import getclosurevars

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from ninja.operation import PathView

from truetonne.api import token, views
from truetonne.api.failures import answer_failure, respond
from truetonne.api.mount import get_api
from truetonne.api.webhooks import views as webhook_views
from truetonne.edge.problems import Problem

View = Callable[..., HttpResponse]


def as_problem(view: View) -> View:
    """Give an address its HEAD, and turn a wrong method or a fault outside its operations into a problem."""
    operations: PathView = getclosurevars(view).nonlocals["self"]

    @wraps(view)
    def answered(request: HttpRequest, **path_values: object) -> HttpResponse:
        methods = {method for operation in operations.operations for method in operation.methods}
        is_head = request.method == "HEAD" and "GET" in methods
        if is_head:
            request.method = "GET"
        if request.method not in methods:
            problem = Problem(
                code="method_not_allowed",
                facts={"allowed": sorted(methods)},
                headers={"Allow": ", ".join(sorted(methods))},
            )
            return respond(request=request, problem=problem)
        try:
            response = view(request, **path_values)
        except Exception as error:
            response = answer_failure(request, error)
        # A policy for pages says nothing about JSON, and making it costs more than reading the token.
        response._csp_exempt = True  # type: ignore[attr-defined]
        if is_head:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _operations() -> list[URLPattern | URLResolver]:
    return [
        path(str(pattern.pattern), as_problem(pattern.callback), name=f"api-{pattern.name}")
        for pattern in get_api().urls[0]
        if isinstance(pattern, URLPattern) and pattern.callback is not None and pattern.name != "api-root"
    ]


VERSION_1: list[URLPattern | URLResolver] = [
    *_operations(),
    path("openapi.json", views.description, name="api-description"),
    path("docs", views.reference, name="api-reference"),
    path("docs/errors", views.errors, name="api-errors"),
    re_path("^", views.nothing_here),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(VERSION_1)),
    path("auth/token", token.token, name="token"),
    path("organizations/<str:org>/webhooks/", webhook_views.webhooks, name="webhooks"),
    path("organizations/<str:org>/webhooks/<str:webhook>/", webhook_views.webhook, name="webhook"),
    path("organizations/<str:org>/webhooks/<str:webhook>/rotate/", webhook_views.rotate, name="webhook_rotate"),
    path("organizations/<str:org>/webhooks/<str:webhook>/again/", webhook_views.again, name="webhook_again"),
    path("organizations/<str:org>/webhooks/<str:webhook>/act/<str:verb>/", webhook_views.act, name="webhook_act"),
    path(".well-known/errors.json", views.error_catalogue, name="error-catalogue"),
]
