"""The JSON Schema of an agency's TOML file, made from the form's definition."""

from collections.abc import Iterable
from typing import Any

from govreport.fields import Field, figure_comment, load_fields, load_figure_fields
from govreport.report_format import Column, ReportFormat, Row, Section, Table, all_rows

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-04/schema#"
"""Taplo, the TOML language server of most editors, knows draft 4."""


def make_schema(form: ReportFormat) -> Schema:
    """Return the JSON Schema (draft 4) of a report of this form; editors check and explain with it."""
    root = object_schema(f"政府信息公开工作年度报告（{form.name}）")
    for field in load_fields().values():
        put(root, field.path, field_schema(field, form), required=field.required)
    for section in form.prose_sections:
        put(root, f"narrative.{section.key}", prose_schema(section), required=True)
    for section in form.table_sections:
        put(root, section.key, table_section_schema(section), required=True)
    root["properties"]["figure"] = {"type": "array", "items": figure_schema(form)}
    root["properties"]["waive"] = {"type": "array", "items": waiver_schema()}
    return {"$schema": DRAFT, **root}


def object_schema(description: str = "") -> Schema:
    """Return a closed object without keys."""
    schema: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    return {"description": description, **schema} if description else schema


def put(root: Schema, path: str, schema: Schema, *, required: bool = False) -> None:
    """Put `schema` at a dotted path below `root`, making the objects between; required all the way down."""
    *tables, key = path.split(".")
    for name in tables:
        if required:
            require(root, name)
        root = root["properties"].setdefault(name, object_schema())
    root["properties"][key] = schema
    if required:
        require(root, key)


def require(schema: Schema, key: str) -> None:
    """Make a key of an object required."""
    keys = schema.setdefault("required", [])
    if key not in keys:
        keys.append(key)


def field_schema(field: Field, form: ReportFormat) -> Schema:
    """Return what a field may be; a field that is not required may be "" for not filled in."""
    described: Schema = {"description": field.comment}
    if field.kind == "format":
        return {**described, "enum": [form.format]}
    if field.kind == "integer":
        return {**described, "type": "integer", "minimum": field.minimum, "maximum": field.maximum}
    if field.kind == "choice":
        return {**described, "enum": [*field.choices, ""]}
    if field.kind == "date":
        return {**described, "type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
    return {**described, "type": "string", **({"minLength": 1} if field.required else {})}


def prose_schema(section: Section) -> Schema:
    """Return a prose section: paragraphs, parts."""
    part = object_schema()
    part["properties"] = {
        "heading": {"type": "string", "description": "小标题，连同序号，照印"},
        "run_in": {"type": "boolean", "description": "true：小标题和正文连成一段"},
        "text": {"type": "string", "description": "正文，一行一段"},
    }
    aspects = [aspect.label for aspect in section.aspects]
    if aspects:
        part["properties"]["aspect"] = {"description": "属于哪个方面", "enum": [*aspects, ""]}
    schema = object_schema(section.title)
    schema["properties"] = {
        "text": {"type": "string", "description": section.hint or "正文，一行一段"},
        "parts": {"type": "array", "items": part},
    }
    return schema


def figure_schema(form: ReportFormat) -> Schema:
    """Return one [[figure]]."""
    schema = object_schema("图：柱形图、折线图、饼图或图片")
    for key, field in load_figure_fields().items():
        put(schema, key, figure_key_schema(field, form), required=field.required)
    return schema


def figure_key_schema(field: Field, form: ReportFormat) -> Schema:
    """Return what a key of a [[figure]] may be."""
    described: Schema = {"description": figure_comment(field, form)}
    if field.kind == "place":
        return {**described, "enum": [*(section.key for section in form.sections), ""]}
    if field.kind == "choice":
        return {**described, "enum": list(field.choices)}
    if field.kind == "text":
        return {**described, "type": "string"}
    bound: Schema = {"type": "string", "pattern": r"^\s*\{\{[^{}]+\}\}\s*$"}
    items = [{"type": "number"}, bound] if field.kind == "numbers" else [{"type": "string"}, {"type": "integer"}]
    return {**described, "type": "array", "items": {"anyOf": items}}


def waiver_schema() -> Schema:
    """Return one [[waive]]."""
    schema = object_schema("对某条检查结果的说明：写明理由后不再计入")
    schema["properties"] = {
        "rule": {"type": "string", "minLength": 1, "description": "规则代码，如 C13"},
        "at": {"type": "string", "description": "位置，如 applications.other_single；空着表示各处"},
        "reason": {"type": "string", "minLength": 1, "description": "理由"},
    }
    schema["required"] = ["rule", "reason"]
    return schema


def table_section_schema(section: Section) -> Schema:
    """Return the rows of a table section, dotted keys as nested objects."""
    schema = object_schema(section.title)
    for table in section.tables:
        replaced = {key for variant in table.variants for key in variant.replaces}
        optional = table.total_rows | replaced | {variant.row.key for variant in table.variants}
        for row in all_rows(table):
            put(schema, row.key, row_schema(row, table), required=row.key not in optional)
    return schema


def row_schema(row: Row, table: Table) -> Schema:
    """Return what a row may be: one 0, nothing yet, its cells, or its cells and its total."""
    columns = table.columns
    own = [column for column in columns if column.key not in table.total_columns]
    lengths = {len(own), len(columns)}
    forms: list[Schema] = [{"type": "array", "maxItems": 0}]
    forms += [array_schema(columns if n == len(columns) else own) for n in sorted(lengths)]
    if len(columns) == 1:
        forms.insert(0, cell_schema(columns[0]))
    else:
        forms.insert(0, {"enum": [0, ""]})
    label = " ".join([*row.group, row.label]) if row.label else table.name
    return {"description": label, "anyOf": forms}


def array_schema(columns: Iterable[Column]) -> Schema:
    """Return an array with exactly these cells."""
    cells = [cell_schema(column) for column in columns]
    same = all(cell == cells[0] for cell in cells)
    items: Schema = {"items": cells[0]} if same else {"items": cells, "additionalItems": False}
    return {"type": "array", **items, "minItems": len(cells), "maxItems": len(cells)}


def cell_schema(column: Column) -> Schema:
    """Return a count or an amount, or "" for a blank."""
    number: Schema = {"type": "number" if column.decimals else "integer"}
    if not column.negative:
        number["minimum"] = 0
    return {"anyOf": [number, {"enum": [""]}]}
