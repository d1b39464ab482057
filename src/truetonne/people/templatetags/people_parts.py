"""Tags of sign-in pages."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def mail_folder() -> str:
    """Return the folder into which mails are written, or nothing where they are sent."""
    mail = settings.IDENTITY.mail
    return "" if mail.is_sent else str(mail.folder)
