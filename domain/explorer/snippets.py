"""A request as code to copy: for curl, for Python with requests and with belvo-python, and for JavaScript.

Keys, passwords and tokens are read from variables of the environment, whatever somebody has typed.
"""

import json
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.explorer.request import KEYS, Request, Variable

_BELVO_PYTHON = {
    "/api/accounts/": "Accounts",
    "/api/employment-records/": "EmploymentRecords",
    "/api/incomes/": "Incomes",
    "/api/institutions/": "Institutions",
    "/api/invoices/": "Invoices",
    "/api/links/": "Links",
    "/api/owners/": "Owners",
    "/api/recurring-expenses/": "RecurringExpenses",
    "/api/risk-insights/": "RiskInsights",
    "/api/tax-compliance-status/": "TaxComplianceStatus",
    "/api/tax-retentions/": "TaxRetentions",
    "/api/tax-returns/": "TaxReturns",
    "/api/tax-status/": "TaxStatus",
    "/api/transactions/": "Transactions",
}
"""What belvo-python 0.39 has a name for; all else goes by its session. https://github.com/belvo-finance/belvo-python"""

_RESUMED = {"session", "token", "link"}
_MARK = "\N{WHITE SQUARE}"
_SHELL = re.compile(r'["\\$`]')


def curl(request: Request) -> str:
    """For a shell in which the variables are set."""
    parts = [f'curl -u "${KEYS[0]}:${KEYS[1]}"']
    if request.method != "GET":
        parts.append(f"-X {request.method}")
    parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in request.headers.items()]
    if request.body is not None:
        parts.append(f"-H 'Content-Type: application/json' -d {_shell(request.body)}")
    return " ".join([*parts, shlex.quote(request.address)])


def python_requests(request: Request) -> str:
    """For Python with the requests library."""
    given = {
        "auth": f'(os.environ["{KEYS[0]}"], os.environ["{KEYS[1]}"])',
        "params": _python(dict(request.query)) if request.query else "",
        "headers": _python(dict(request.headers)) if request.headers else "",
        "json": "" if request.body is None else _python(request.body),
        "timeout": "330",
    }
    arguments = "".join(f"    {name}={value},\n" for name, value in given.items() if value)
    method, address = request.method.lower(), _said(f"{request.base_url}{request.path}")
    return (
        "import os\n\nimport requests\n\n"
        f"answer = requests.{method}(\n    {address},\n{arguments})\n"
        "answer.raise_for_status()\nprint(answer.status_code, answer.text)\n"
    )


def belvo_python(request: Request) -> str:
    """For Python with Belvo's own library, by its session where it has no name for what is asked."""
    begin = (
        "import os\n\nfrom belvo.client import Client\n\n"
        f'client = Client(os.environ["{KEYS[0]}"], os.environ["{KEYS[1]}"], {json.dumps(request.base_url)})\n'
    )
    return f"{begin}{_asked_of_client(request)}"


def javascript(request: Request) -> str:
    """For Node, which has fetch of its own."""
    headers = {**request.headers, **({} if request.body is None else {"Content-Type": "application/json"})}
    told = "".join(f"    {json.dumps(name)}: {json.dumps(value)},\n" for name, value in headers.items())
    body = "" if request.body is None else f"  body: JSON.stringify({_javascript(request.body, 1)}),\n"
    return (
        f"const keys = `${{process.env.{KEYS[0]}}}:${{process.env.{KEYS[1]}}}`;\n"
        f"const answer = await fetch({json.dumps(request.address)}, {{\n"
        f'  method: "{request.method}",\n'
        f'  headers: {{\n    Authorization: "Basic " + Buffer.from(keys).toString("base64"),\n{told}  }},\n'
        f"{body}}});\n"
        "console.log(answer.status, await answer.text());\n"
    )


SNIPPETS: Mapping[str, tuple[str, Callable[[Request], str]]] = {
    "curl": ("curl", curl),
    "python": ("Python, requests", python_requests),
    "belvo_python": ("Python, belvo-python", belvo_python),
    "javascript": ("JavaScript", javascript),
}
"""By name: what it is called, and what writes it."""


def _asked_of_client(request: Request) -> str:
    name = _BELVO_PYTHON.get(request.collection)
    match request.method:
        case "GET" if request.item:
            owner, place = (f"client.{name}", "") if name else ("client.session", f"{_said(request.collection)}, ")
            return f"print({owner}.get({place}{_said(request.item)}))\n"
        case "GET":
            return f"for row in {_list(request, name)}:\n    print(row)\n"
        case "DELETE" if name and not request.headers:
            return f"print(client.{name}.delete({_said(request.item)}))\n"
        case "DELETE":  # its own takes no headers
            address = f"client.session.url + {_said(request.path)}{_more(request)}"
            return f"print(client.session.session.delete({address}).status_code)\n"
        case "PUT":
            place = f"{_said(request.collection)}, {_said(request.item)}"
            return f"print(client.session.put({place}, data={_python(request.body or {})}{_more(request)}))\n"
        case "PATCH" if name and request.body is not None and {*request.body} == _RESUMED and not request.query:
            arguments = ", ".join(f"{key}={_python(value)}" for key, value in request.body.items())
            return f"print(client.{name}.resume({arguments}))\n"
    method, data = request.method.lower(), _python(request.body or {})
    return f"print(client.session.{method}({_said(request.path)}, data={data}{_more(request)}))\n"


def _list(request: Request, name: str | None) -> str:
    params = _python(dict(request.query)) if request.query else ""
    if name and request.template == request.collection:
        return f"client.{name}.list(**{params})" if params else f"client.{name}.list()"
    return f"client.session.list({_said(request.path)}{f', params={params}' if params else ''})"


def _more(request: Request) -> str:
    """What the session hands on to requests."""
    asked = f", params={_python(dict(request.query))}" if request.query else ""
    return asked + (f", headers={_python(dict(request.headers))}" if request.headers else "")


def _said(value: object) -> str:
    """As JSON, which Python reads the same as long as no sign stands as two halves."""
    return json.dumps(value, ensure_ascii=False)


def _told(value: object) -> str:
    return repr(value) if value is None or isinstance(value, bool) else _said(value)


@dataclass(frozen=True, slots=True)
class _Language:
    """How a language writes what JSON has: the width of a step, a variable by its name, and all that has no parts."""

    indent: int
    variable: str
    told: Callable[[object], str]

    def write(self, value: Any, depth: int = 1) -> str:  # noqa: ANN401 - any JSON
        """JSON as code, an entry a line."""
        pad, end = " " * self.indent * (depth + 1), " " * self.indent * depth
        match value:
            case Variable(name):
                return self.variable.format(name)
            case Mapping() if value:
                entries = (f"{pad}{self.told(key)}: {self.write(one, depth + 1)},\n" for key, one in value.items())
                return f"{{\n{''.join(entries)}{end}}}"
            case list() if value:
                return f"[{', '.join(self.write(one, depth + 1) for one in value)}]"
        return self.told(value) if not isinstance(value, Mapping) else "{}"


_python = _Language(4, 'os.environ["{}"]', _told).write
_javascript = _Language(2, "process.env.{}", json.dumps).write


def _shell(body: Mapping[str, Any]) -> str:
    """The body as a word of a shell, which puts the variables in."""
    names: list[str] = []

    def marked(value: Any) -> Any:  # noqa: ANN401 - any JSON
        match value:
            case Variable(name):
                names.append(name)
                return f"{_MARK}{name}{_MARK}"
            case Mapping():
                return {key: marked(one) for key, one in value.items()}
            case list():
                return [marked(one) for one in value]
        return value

    text = json.dumps(marked(body), ensure_ascii=False)
    if not names:
        return shlex.quote(text)
    escaped = _SHELL.sub(r"\\\g<0>", text)
    for name in names:
        escaped = escaped.replace(f"{_MARK}{name}{_MARK}", f"${{{name}}}")
    return f'"{escaped}"'
