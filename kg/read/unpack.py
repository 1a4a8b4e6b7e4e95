"""The drafts in a file, and in the files that an archive holds, however deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Problem, Severity
from kg.read.draft import Draft, Member, Reader
from kg.read.formats import known_suffixes, reader_by_content, reader_for
from kg.read.limits import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.read.draft import Archive
    from kg.read.limits import Growth

HEAD = 512  # bytes that tell a format: a declaration and some comments may precede "<html"


def drafts(
    stream: BinaryIO, source: str, kind: Reader | Archive, growth: Growth, depth: int = 0
) -> Iterator[Draft | Problem]:
    """Yield the drafts in a file of that format, and a problem for whatever of it can't be read.

    `growth` is what archives may still unpack to. Raises `OSError` when the stream can't be read on.
    """
    if isinstance(kind, Reader):
        yield from kind.read(stream, source)
        return
    if depth == MAX_DEPTH:
        yield Problem(source, f"archives within archives, more than {MAX_DEPTH} deep")
        return
    for member in kind.open(stream, source, growth):
        if isinstance(member, Problem):
            yield member
            continue
        try:
            yield from _drafts_of(member, kind, growth, depth + 1)
        except OSError as error:
            yield Problem(member.source, f"can't be unpacked: {error.strerror or error}")
        if growth.left < 0:  # nothing more can be read
            return


def _drafts_of(member: Member, archive: Archive, growth: Growth, depth: int) -> Iterator[Draft | Problem]:
    kind = reader_for(member.name)
    if kind is None and archive.many:
        hint = f"known: {known_suffixes()}"
        yield Problem(member.source, "passed over: not a known format", Severity.WARNING, hint=hint)
        return
    if kind is None:
        kind = reader_by_content(member.stream.peek(HEAD)[:HEAD])
    yield from drafts(member.stream, member.source, kind, growth, depth)
