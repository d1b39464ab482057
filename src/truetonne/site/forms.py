"""How Django prints forms here: every form of the house uses the same field partial, so that ids and errors agree."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class HouseForms(DjangoTemplates):
    """Print ``{{ form }}`` and ``{{ field.as_field_group }}`` with the partials of this room."""

    form_template_name = "site/partials/form.html"
    field_template_name = "site/partials/field.html"
