"""The keys of an agency's file outside tables and prose sections, as data from `schemas/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import tomli

from govreport.report_format import ReportFormat
from govreport.resources import locate_resources


@dataclass(frozen=True)
class Field:
    """One key: its kind of value, what it may be, and what the clerk is told.

    `names` are those by which prose may call its value in {{ }}, `names_before` those of the year before it.
    """

    path: str
    kind: Literal["text", "text_block", "integer", "date", "choice", "format", "place", "texts", "numbers"]
    label: str
    comment: str
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    names: tuple[str, ...] = ()
    names_before: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The path of the table that holds the key; "" for the top level."""
        return self.path.rpartition(".")[0]

    @property
    def key(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@cache
def load_fields() -> Mapping[str, Field]:
    """Return every field by its path, in file order."""
    return _load("fields.toml")


@cache
def load_figure_fields() -> Mapping[str, Field]:
    """Return every key of a [[figure]], in file order; the path is the key alone."""
    return _load("figure.toml")


def figure_comment(field: Field, form: ReportFormat) -> str:
    """Return what the clerk is told of a key of a [[figure]], the sections of a form by key and number."""
    places = "、".join(f"{section.key}（{section.title.partition('、')[0]}）" for section in form.sections)
    return field.comment.format(places=places) if field.kind == "place" else field.comment


def _load(name: str) -> Mapping[str, Field]:
    data = tomli.loads((locate_resources("schemas") / name).read_text(encoding="utf-8"))
    return {key: Field(path=key, **{k: freeze(v) for k, v in value.items()}) for key, value in data.items()}


def freeze(value: Any) -> Any:
    """Return an array as a tuple, anything else as it is."""
    return tuple(value) if isinstance(value, list) else value
