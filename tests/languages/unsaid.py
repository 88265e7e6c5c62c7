"""English in the code that goes through no catalogue: literals that read like a text for people."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from languages.extraction import texts

_PROSE = re.compile(r"[A-Za-z]{2,}[,;:.]? [a-z]{2,}|^[A-Z][a-z]+[.!?…]*$")
_CODE = re.compile(
    r"\b(SELECT|FROM|WHERE|UPDATE|DELETE|INSERT|SET|ORDER BY|IS NULL|CASE|IN \()|[{};]\n|^\s*<|</|^text/|=;|\bdef "
)
"""SQL, HTML, snippets of code and headers."""

_SAYS = frozenset({"say", "msg", "say_as", "say_many", "count"})
_TAKES_NAMES = frozenset({"getLogger", "TypeVar", "ParamSpec", "cast", "compile", "execute", "Thread", "Literal"})
_SPEAKERS = frozenset({"logger", "re", "argparse", "parser"})


def norm(text: str) -> str:
    """The text with what it names left out."""
    return re.sub(r"\{[^}]*\}", "{}", text)


@cache
def said() -> frozenset[str]:
    """Every text of the catalogues, also as `words` begins it with a capital letter."""
    return frozenset(norm(one) for text in texts() for one in (text.one, text.many) if one)


def unsaid(source: str, known: frozenset[str]) -> Iterator[str]:
    """Literals of a module that read like prose and are in no catalogue, nor told to a log."""
    tree = ast.parse(source)
    skipped = {id(node) for node in _not_texts(tree)}
    for text in _literals(tree, skipped):
        if _PROSE.search(text) and not _CODE.search(text) and not {norm(text), norm(text).capitalize()} & known:
            yield text


def _not_texts(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, annotations, names of exports, patterns, and what is said through a catalogue or to a log."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as alone):
                yield alone
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                yield value
            case ast.FunctionDef(returns=ast.expr() as returns) | ast.AsyncFunctionDef(returns=ast.expr() as returns):
                yield returns
            case ast.Call(func=ast.Name(id=name)) if name in _SAYS | _TAKES_NAMES:
                yield node
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if (
                name in _SPEAKERS or attr in _TAKES_NAMES
            ):
                yield node


def _literals(node: ast.AST, skipped: set[int]) -> Iterator[str]:
    if id(node) in skipped:
        return
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for part in node.values:
            if not isinstance(part, ast.Constant):
                yield from _literals(part, skipped)
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
        return
    for below in ast.iter_child_nodes(node):
        yield from _literals(below, skipped)
