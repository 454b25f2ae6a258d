"""What is wrong with a template, in Chinese and with its place."""

import re
from collections.abc import Iterator

from jinja2 import TemplateError, TemplateNotFound, UndefinedError, meta
from jinja2.sandbox import SandboxedEnvironment

from govreport.errors import GovreportError
from govreport.pack import Pack

UNDEFINED = re.compile(r"'(?P<name>[^']+)' is undefined|has no attribute '(?P<attribute>[^']+)'")
MESSAGES = (
    (
        r"(?:Unexpected end of template|unknown tag 'end\w+').*?"
        r"innermost block that needs to be closed is '(?P<tag>[^']+)'",
        "{tag} 没有结束，缺少 end{tag}",
    ),
    (r"Encountered unknown tag '(?P<tag>[^']+)'", "没有 {tag} 这种标记，或它前面的标记没有结束"),
    (r"expected token '(?P<wanted>[^']+)', got '(?P<tag>[^']+)'", "这里应是“{wanted}”，写的是“{tag}”"),
    (r"unexpected '(?P<tag>[^']+)'", "这里不该有“{tag}”"),
    (r"unexpected end of template", "模板没有写完，少了结束的标记"),
    (r"No filter named '(?P<tag>[^']+)'", "没有 {tag} 这个过滤器"),
    (r"No test named '(?P<tag>[^']+)'", "没有 {tag} 这种判断"),
    (r"block '(?P<tag>[^']+)' defined twice", "block {tag} 写了两次"),
    (r"access to attribute '(?P<tag>[^']+)'", "模板不能用“{tag}”"),
    (r"Range too big", "循环的次数太多"),
    (r"not safely callable", "模板不能调用它"),
)
"""What the engine says, and what that means."""


def explain_failure(environment: SandboxedEnvironment, pack: Pack, name: str, error: BaseException) -> str:
    """Return one line with file, line and reason, for an error that rendering the template `name` raised."""
    if isinstance(error, RecursionError):
        return explain_recursion(environment, pack, name)
    file, line = find_place(pack, error) or (f"{pack.folder / name}", 0)
    return f"{file}{f':{line}' if line else ''}：{explain(error)}"


def add_place(pack: Pack, error: GovreportError) -> GovreportError:
    """Return an error about a file that a template asks for, with the line that asks where that is known."""
    place = find_place(pack, error)
    return GovreportError(f"{place[0]}:{place[1]}：{error}") if place else error


def explain(error: BaseException) -> str:
    """Return in Chinese what is wrong with a template."""
    text = str(error)
    if isinstance(error, TemplateNotFound):
        return f"要用的模板“{error.name}”找不到；继承全国的，写 national/文件名"
    if isinstance(error, UndefinedError):
        match = UNDEFINED.search(text)
        name = (match["name"] or match["attribute"]) if match else text
        return f"没有“{name}”这个名字，可用的名字见 docs/templates.md"
    matches = ((re.search(pattern, text, re.DOTALL), words) for pattern, words in MESSAGES)
    known = next((words.format(**match.groupdict()) for match, words in matches if match), "")
    return f"模板有误：{known or text}"


def find_place(pack: Pack, error: BaseException) -> tuple[str, int] | None:
    """Return the file and line of the template in which an error arose; None where that is not known."""
    if getattr(error, "filename", None):
        return str(error.filename), getattr(error, "lineno", 0)  # type: ignore[attr-defined]
    folders = tuple(str(folder.path) for folder in pack.chain)
    return next((place for place in reversed(list(walk(error))) if place[0].startswith(folders)), None)


def walk(error: BaseException) -> Iterator[tuple[str, int]]:
    """Yield file and line of the calls that led to an error, the outermost first."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def explain_recursion(environment: SandboxedEnvironment, pack: Pack, name: str) -> str:
    """Return which template uses itself without end."""
    path = [name]
    while path[-1] not in path[:-1] and (used := list_used(environment, path[-1])):
        path.append(used[0])
    if len(path) > 1 and path[-1] in path[:-1]:
        way = f'{{% extends "{pack.chain[-1].name}/{name}" %}}'
        return f"{pack.folder / name}：模板继承（或包含）了它自己；要在全国模板上改，写 {way}"
    return f"{pack.folder / name}：模板里一层套一层，没有尽头"


def list_used(environment: SandboxedEnvironment, template: str) -> list[str]:
    """Return the templates that a template extends, includes or imports; none for one that cannot be read."""
    try:
        assert environment.loader is not None
        source = environment.loader.get_source(environment, template)[0]
        return [used for used in meta.find_referenced_templates(environment.parse(source)) if used]
    except (TemplateError, GovreportError):
        return []
