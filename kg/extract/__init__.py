"""Document → entities, mentions and facts; a pure function of text, language, date of publication and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.extract.extractor import Extractor, rules_version

__all__ = ["Extractor", "rules_version"]


def __getattr__(name: str) -> Any:
    """Import late: a query needs none of the stages."""
    if name in __all__:
        from kg.extract import extractor

        return getattr(extractor, name)
    raise AttributeError(name)
