"""Every table of the exchange in Django's admin: for administrators, to look at in rare cases and never to change.

What is changed is changed by the rooms' actions, which judge, lock and leave an audit line; a second way in would do none of
it. There is no address that writes, the log table of Django's admin is not made, and the web's role could write none of the
ledger anyway. Secrets are not read: no password, no key's or token's hash, no salt.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import connection, models
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from truetonne.edge.permissions import Role, staff

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.db.models import Field, Model, QuerySet

ROOMS: Final = ("edge", "ledger", "people", "members", "supply", "footprints", "market", "site", "api")
SECRET: Final = re.compile(r"password|digest|secret|salt|annex")
"""Columns that are not read: what signs in, what seals, and the private parts of certificates with their salts."""
LIST_COLUMNS_MAX: Final = 8
LIST_TEXT_MAX: Final = 60
BYTES_SHOWN_MAX: Final = 64
COUNTED_MAX: Final = 100_000
LINES_SHOWN: Final = 50
"""A table that the database believes to be larger is not counted for a page of its list."""

View = Callable[..., HttpResponseBase]


def guard(view: View) -> View:
    """Return a view that reads, for the operator's administrators alone."""
    return never_cache(staff(Role.ADMINISTRATOR)(require_safe(view)))


class TablePaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a list; of a large table the number of rows is the database's own estimate."""

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, estimated where nothing is looked for and counting would take long."""
        rows: Any = self.object_list
        if not rows.query.where:
            with connection.cursor() as cursor:
                cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)", [
                    connection.ops.quote_name(rows.model._meta.db_table)
                ])  # fmt: skip
                estimated = int(cursor.fetchone()[0])
            if estimated > COUNTED_MAX:
                return estimated
        return int(rows.count())


class TableList(ChangeList):
    """A list that is headed by the stored name of its table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opts = self.model_admin.opts
        self.title = self.opts.db_table


class TableAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One table: a list by key, newest first, and a row with all its columns."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    paginator = TablePaginator
    search_fields = ("pk",)
    search_help_text = _("A key, or the whole of a text column such as a request id.")
    sortable_by = ()
    ordering = ("-pk",)
    columns: tuple[Field[Any, Any], ...] = ()

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        """Name the table as it is stored, in every language: the copy of its options is this page's alone."""
        super().__init__(model, admin_site)
        self.opts = copy(self.opts)
        self.opts.verbose_name = self.opts.verbose_name_plural = self.opts.db_table

    @property
    def media(self) -> Media:
        """Nothing here needs a script."""
        return Media()

    def get_urls(self) -> list[URLPattern]:
        """Return the two addresses of a table; those that add, change and delete do not exist."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("", guard(self.changelist_view), name=f"{name}_changelist"),
            path("<path:object_id>/change/", guard(self.change_view), name=f"{name}_change"),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows; for a list without the columns that it does not show, which may be whole files."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match is not None and (match.url_name or "").endswith("_changelist"):
            return rows.only(*(field.attname for field in _list_fields(self.columns)))
        return rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TableList

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a row under the name of its table."""
        named = {**(extra_context or {}), "title": self.opts.db_table}
        return super().change_view(request, object_id, form_url, named)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Return the rows with this key or this text, whole: parts are not looked for, some tables are large."""
        term = search_term.strip()
        if not term:
            return queryset, False
        wanted = models.Q(pk__in=[])
        for field in self.columns:
            column = field.target_field if isinstance(field, models.ForeignKey) else field
            is_text = isinstance(column, models.CharField) or (isinstance(column, models.TextField) and column.unique)
            is_key = field.primary_key and not isinstance(column, models.BinaryField)
            if is_key or is_text or isinstance(field, models.UUIDField):
                try:
                    wanted |= models.Q(**{field.attname: column.to_python(term)})
                except ValidationError:
                    continue
        return queryset.filter(wanted), False


class TableSite(admin.AdminSite):
    """The admin without its own sign-in, its own log and its own accounts: people come in as everywhere else."""

    site_header = _("Tables, to read only")
    site_title = _("Tables, to read only")
    index_title = _("Tables")
    site_url = "/office/"
    index_template = "site/admin_index.html"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever came through the guard may read; nobody else reaches a page of this site."""
        return True

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.line_tables: list[LineTable] = []

    def _build_app_dict(self, request: HttpRequest, label: Any = None) -> Any:
        """Name tables as they are stored, and list those whose key has two columns beside the others."""
        rooms: dict[str, Any] = super()._build_app_dict(request)
        for found in rooms.values():
            for entry in found["models"]:
                entry["name"] = entry["model"]._meta.db_table
        for table in self.line_tables:
            rooms[table.opts.app_label]["models"].append(table.entry())
        return rooms.get(label) if label else rooms

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """List one room's tables; an address that names no room is none."""
        if self._build_app_dict(request, app_label) is None:
            raise Http404("there is no such room")
        return super().app_index(request, app_label, extra_context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the front page, the rooms and the tables, each behind the guard."""
        tables: Iterator[URLPattern | URLResolver] = (
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(table.get_urls()))
            for model, table in self._registry.items()
        )
        return [
            path("", guard(self.index), name="index"),
            path("jsi18n/", guard(self.i18n_javascript), name="jsi18n"),
            *tables,
            *(
                path(f"{table.opts.app_label}/{table.opts.model_name}/", guard(table.list_view), name=table.name)
                for table in self.line_tables
            ),
            path("<slug:app_label>/", guard(self.app_index), name="app_list"),
        ]


def build_table_site() -> TableSite:
    """Return the admin over every table of our rooms. Call it once the rooms are loaded."""
    site = TableSite(name="admin")
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if not model._meta.managed or model._meta.proxy:
                continue
            if model._meta.is_composite_pk:
                site.line_tables.append(LineTable(model, site))
            else:
                site.register(model, _table_of(model))
    return site


class LineTable:
    """A table whose key has two columns, such as the ledger's lines: a list with every column and no page of a row.

    Django's admin registers no such table, so that this list is drawn here; it reads like the others.
    """

    def __init__(self, model: type[Model], site: TableSite) -> None:
        self.model = model
        self.opts = model._meta
        self.site = site
        self.name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        self.columns = tuple(field for field in self.opts.concrete_fields if not SECRET.search(field.name))

    def entry(self) -> dict[str, object]:
        """Return the line of this table on the front page."""
        return {
            "model": self.model, "name": self.opts.db_table, "object_name": self.opts.object_name, "add_url": None,
            "perms": {"view": True}, "admin_url": reverse(f"admin:{self.name}"), "view_only": True,
        }  # fmt: skip

    def list_view(self, request: HttpRequest) -> HttpResponse:
        """Show a page of rows, the last keys first; ``q`` keeps those that hold this number or text in a column."""
        term = request.GET.get("q", "").strip()
        keys = [f"-{field.attname}" for field in self.opts.pk_fields]
        rows = self.model._default_manager.order_by(*keys)
        page = TablePaginator(rows.filter(self._wanted(term=term)) if term else rows, LINES_SHOWN).get_page(
            request.GET.get("p")
        )
        context = {
            **self.site.each_context(request),
            "title": self.opts.db_table,
            "columns": [field.attname for field in self.columns],
            "rows": [[write_value(getattr(row, field.attname)) for field in self.columns] for row in page],
            "page": page,
            "term": term,
        }
        return render(request, "admin/lines.html", context)

    def _wanted(self, *, term: str) -> models.Q:
        wanted = models.Q()
        found = False
        for field in self.columns:
            column = field.target_field if isinstance(field, models.ForeignKey) else field
            if isinstance(column, models.BinaryField):
                continue
            try:
                wanted |= models.Q(**{field.attname: column.to_python(term)})
                found = True
            except (ValidationError, ValueError):
                continue
        return wanted if found else models.Q(**{f"{self.columns[0].attname}__isnull": True})


def _table_of(model: type[Model]) -> type[TableAdmin]:
    columns = tuple(field for field in model._meta.concrete_fields if not SECRET.search(field.name))
    names = {field.attname: f"show_{field.attname}" for field in columns}
    listed = {f"list_{field.attname}": _shower(field, is_list=True) for field in _list_fields(columns)}
    members: dict[str, object] = {
        **{names[field.attname]: _shower(field, is_list=False) for field in columns},
        **listed,
        "columns": columns,
        "list_display": tuple(listed),
        "fields": tuple(names.values()),
        "readonly_fields": tuple(names.values()),
    }
    return type(f"{model.__name__}Table", (TableAdmin,), members)


def _list_fields(columns: tuple[Field[Any, Any], ...]) -> tuple[Field[Any, Any], ...]:
    """Return the columns of a list: the key, then what is short."""
    long = (models.JSONField, models.BinaryField)
    rest = [field for field in columns if not field.primary_key and not isinstance(field, long)]
    return (*(field for field in columns if field.primary_key), *rest)[:LIST_COLUMNS_MAX]


def _shower(field: Field[Any, Any], *, is_list: bool) -> Callable[[TableAdmin, Model], str]:
    """Return the method that shows one column; of a row with a link to the row that it names."""

    def show(table: TableAdmin, row: Model) -> str:
        value = getattr(row, field.attname)
        text = write_value(value)
        if is_list:
            return text if len(text) <= LIST_TEXT_MAX else f"{text[:LIST_TEXT_MAX]}…"
        other = field.related_model if field.is_relation else None
        if value is None or other is None or not isinstance(other, type) or not table.admin_site.is_registered(other):
            return text
        name = f"admin:{other._meta.app_label}_{other._meta.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(name, args=[quote(value)]), text)

    show.short_description = field.name  # type: ignore[attr-defined]
    return show


def write_value(value: object) -> str:
    """Return a stored value as text: instants in UTC, JSON on lines of its own, short bytes in hexadecimal."""
    if value is None:
        return "–"
    if isinstance(value, (bytes, memoryview)):
        return _write_bytes(bytes(value))
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)


def _write_bytes(value: bytes) -> str:
    """Return canonical JSON as it reads, and of other long bytes their number and hash."""
    if value[:1] in (b"{", b"["):
        try:
            return value.decode()
        except UnicodeDecodeError:
            pass
    if len(value) <= BYTES_SHOWN_MAX:
        return value.hex()
    return f"{len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()}"
