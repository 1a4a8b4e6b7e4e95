"""Mail (RFC 5322, MIME): subject, sender, day and body; files that are attached are named and not read."""

from __future__ import annotations

import email.policy
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from kg.model import Problem, Severity
from kg.read.draft import Draft
from kg.read.encoding import decode
from kg.read.html import read_page
from kg.read.limits import read_file
from kg.read.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from email.message import EmailMessage, MIMEPart
    from typing import BinaryIO

# What the standard library raises for headers and bodies that break the rules, beside what it repairs.
_BROKEN = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)


def read_mail(stream: BinaryIO, source: str) -> Iterator[Draft | Problem]:
    """Yield the text of a mail, and a warning that names what is attached."""
    data = read_file(stream, source)
    if isinstance(data, Problem):
        yield data
        return
    try:
        message: EmailMessage = message_from_bytes(data, policy=email.policy.default)
        yield _draft(message, source)
        attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    except _BROKEN as error:
        yield Problem(source, f"not a mail that can be read: {one_line(str(error))}")
        return
    if attached:
        names = one_line(", ".join(attached))
        yield Problem(source, f"{len(attached)} attached files not read: {names}", Severity.WARNING, hint="save them")


def _draft(message: EmailMessage, source: str) -> Draft | Problem:
    if not message.keys():
        return Problem(source, "not a mail: it has no headers")
    body = message.get_body(("plain", "html"))
    if body is None:
        return Problem(source, "a mail without a text")
    text = _text(body, source)
    if isinstance(text, Problem):
        return text
    sender, subject = message["from"], message["subject"]
    return Draft(
        source,
        text,
        title=str(subject) if subject else None,
        published=_day(message),
        author=str(sender) if sender else None,
        media_type="message/rfc822",
    )


def _text(body: MIMEPart, source: str) -> str | Problem:
    data = body.get_payload(decode=True)
    if not isinstance(data, bytes):
        return Problem(source, "a mail without a text")
    if body.get_content_subtype() == "html":
        page = read_page(data, source)
        return page if isinstance(page, Problem) else page.text
    return decode(data, source, body.get_content_charset())


def _day(message: EmailMessage) -> date | None:
    """The day on which the mail was sent, where it was sent from."""
    said = message["date"]
    try:
        return parsedate_to_datetime(str(said)).date() if said else None
    except (ValueError, OverflowError):
        return None
