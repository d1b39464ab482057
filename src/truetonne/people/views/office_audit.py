"""Who did what when: the audit lines, newest first, for auditors and administrators."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from truetonne.edge.paging import InvalidCursor, InvalidLimit, cut, name_list, read_window
from truetonne.edge.permissions import Role, staff
from truetonne.people.models import AuditLine


@staff(Role.AUDITOR, Role.ADMINISTRATOR)
@require_GET
def audit_lines(request: HttpRequest) -> HttpResponse:
    """Every line, or those about one subject; nothing is ever taken out."""
    subject = request.GET.get("subject", "").strip()[:80]
    try:
        window = read_window(
            list_name=name_list(name="audit", filters={"subject": subject}),
            limit=request.GET.get("limit"),
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except (InvalidCursor, InvalidLimit) as error:
        raise Http404(str(error)) from None
    rows = AuditLine.objects.select_related("person", "organization")
    if subject:
        rows = rows.filter(subject=subject)
    if window.after is not None:
        rows = rows.filter(pk__lt=int(window.after[0]))
    if window.before is not None:
        rows = rows.filter(pk__gt=int(window.before[0]))
    found = list(rows.order_by("pk" if window.is_backward else "-pk")[: window.fetch])
    page = cut(rows=found, window=window, position=lambda row: (row.pk,))
    context = {
        "nav_current": "office",
        "subject": subject,
        "page": page,
        "lines": [(row, json.dumps(row.facts, ensure_ascii=False, sort_keys=True)) for row in page.items],
    }
    return render(request, "people/office_audit.html", context)
