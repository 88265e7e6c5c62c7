"""The public names, pinned."""

import ast
import sys
from pathlib import Path

import pytest

import belvo_client
from belvo_client import advice, types

PUBLIC = (
    "Accepted AuthenticationFailed BadArgument BadFilter BadWebhook BelvoClient BelvoError CallRecord "
    "ConnectionFailed ConsentWithoutAccounts CredentialsExpired Deferred DuplicatedLink ErrorItem "
    "FatalError ForeignAnswer InstitutionInactive InstitutionUnavailable InvalidLink Kind LimitReached Limiter "
    "LoginFailed NeedsUserError NotFound NotOffered Observer Page PagingBroken PermissionDenied "
    "RateLimited RateLimiter Redirected RefreshedRecently RequestRefused Resource RetriableError Retries "
    "ServerFailed SessionExpired TimedOut Timeouts TokenRequest TokenRequired TooManySessions Unlimited "
    "Unreadable "
    "UnconfirmedLink UnreadableAnswer ValidationFailed Webhook is_loopback limiter_for plain_session"
)


def test_the_package_exports_its_names_and_its_types() -> None:
    assert belvo_client.__all__ == sorted({*PUBLIC.split(), *types.__all__})


@pytest.mark.parametrize("package", [belvo_client, types, advice], ids=lambda package: package.__name__)
def test_a_package_is_imports_and_what_it_exports(package: object) -> None:
    path = Path(vars(package)["__file__"])
    _, *body, exported = ast.parse(path.read_text()).body
    imported = [alias.name for statement in body if isinstance(statement, ast.ImportFrom) for alias in statement.names]
    assert all(isinstance(statement, ast.ImportFrom) for statement in body)
    assert isinstance(exported, ast.Assign)
    assert sorted(ast.literal_eval(exported.value)) == sorted(imported)


def test_the_package_knows_nothing_else_of_ours() -> None:
    root = Path(belvo_client.__file__).parent
    allowed = {"belvo_client", "jwt", "orjson", "requests", "urllib3"}
    tops = {
        name.partition(".")[0]
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imported(node)
    }
    assert tops - sys.stdlib_module_names == allowed


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
