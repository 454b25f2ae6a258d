"""What WeasyPrint leaves to be done on a written PDF: table headers, one list of attachments, clean resources."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String


def finish_pdf(content: bytes) -> bytes:
    """Return the PDF with scopes and headers on its table cells, the same bytes for the same input."""
    with pikepdf.open(BytesIO(content)) as pdf:
        mend_tables(pdf)
        mend_attachments(pdf)
        drop_empty_resources(pdf)
        if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
            del pdf.Root.Names.Dests
        output = BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


def mend_attachments(pdf: pikepdf.Pdf) -> None:
    """List every attachment once, and drop the times that an attachment made from memory does not have."""
    if "/AF" not in pdf.Root:
        return
    unique: list[Any] = []
    for item in pdf.Root.AF:
        if not any(item.objgen == other.objgen for other in unique):
            unique.append(item)
    pdf.Root.AF = Array(unique)
    for item in unique:
        params = item.EF.F.get("/Params")
        for key in ("/CreationDate", "/ModDate"):
            if params is not None and key in params:
                del params[key]


def drop_empty_resources(pdf: pikepdf.Pdf) -> None:
    """Remove empty resource dictionaries, of pages and of drawings on them, which a checker cannot judge."""
    drawings = [entry for entry in pdf.objects if isinstance(entry, Stream) and "/Resources" in entry]
    for holder in (*(page.obj for page in pdf.pages), *drawings):
        resources = holder.get("/Resources", Dictionary())
        for key in ("/Pattern", "/Shading", "/ExtGState", "/XObject"):
            if key in resources and not resources[key].keys():
                del resources[key]


# ---------------------------------------------------------------- tables


@dataclass
class _Heads:
    """The head cells met so far in a table: ids by column, and of the rows that still run down."""

    columns: dict[int, list[str]] = field(default_factory=dict)
    occupied: dict[int, tuple[int, str]] = field(default_factory=dict)
    after_values: bool = False


def mend_tables(pdf: pikepdf.Pdf) -> None:
    """Give every TH its scope and every TD the ids of its heads, by the spans of the printed grid."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    ids: list[tuple[bytes, Any]] = []
    for table in find_elements(root, "/Table"):
        heads = _Heads()
        for row in find_elements(table, "/TR"):
            mend_row(row, heads, ids)
    if ids:
        ids.sort(key=lambda item: item[0])
        names = Array([part for key, element in ids for part in (String(key.decode("ascii")), element)])
        limits = Array([String(ids[0][0].decode("ascii")), String(ids[-1][0].decode("ascii"))])
        leaf = pdf.make_indirect(Dictionary(Names=names, Limits=limits))
        root.IDTree = pdf.make_indirect(Dictionary(Kids=Array([leaf])))


def find_elements(node: Any, kind: str) -> Iterator[Any]:
    """Yield the structure elements of a kind below `node`, in reading order, not those inside another."""
    children = node.get("/K")
    if children is None:
        return
    for child in children if isinstance(children, Array) else [children]:
        if not isinstance(child, Dictionary) or "/S" not in child:
            continue
        if kind == child.S:
            yield child
        else:
            yield from find_elements(child, kind)


def mend_row(row: Any, heads: _Heads, ids: list[tuple[bytes, Any]]) -> None:
    """Set scopes and headers in one row and note its head cells."""
    children = ((str(cell.get("/S")), cell) for cell in row.K if isinstance(cell, Dictionary))
    cells = [(kind == "/TH", cell, attributes_of(cell)) for kind, cell in children if kind in ("/TH", "/TD")]
    is_head = all(is_label for is_label, _, _ in cells)
    if is_head and heads.after_values:
        heads.columns, heads.after_values = {}, False
    heads.after_values = heads.after_values or not is_head
    running = {column: entry for column, entry in heads.occupied.items() if entry[0] > 0}
    row_ids = [name for _, (_, name) in sorted(running.items()) if name]
    column = 0
    for is_label, cell, attributes in cells:
        while column in running:
            column += 1
        width, height = (int(attributes.get(key, 1)) for key in ("/ColSpan", "/RowSpan"))
        name = ""
        if is_label:
            name = str(cell.get("/ID", ""))
            ids.append((name.encode("ascii"), cell))
            attributes["/Scope"] = Name.Column if is_head else Name.Row
            if is_head:
                for c in range(column, column + width):
                    heads.columns.setdefault(c, []).append(name)
            else:
                row_ids.append(name)
        else:
            above = [n for c in range(column, column + width) for n in heads.columns.get(c, [])]
            attributes["/Headers"] = Array([String(n) for n in dict.fromkeys([*above, *row_ids])])
        for c in range(column, column + width):
            heads.occupied[c] = (height, "" if is_head else name)
        column += width
    heads.occupied = {c: (left - 1, name) for c, (left, name) in heads.occupied.items() if left > 1}


def attributes_of(cell: Any) -> Any:
    """Return a cell's table attributes, making them where there are none."""
    if "/A" not in cell:
        cell.A = Dictionary(O=Name.Table)
    return cell.A[0] if isinstance(cell.A, Array) else cell.A
