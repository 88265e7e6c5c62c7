"""The one door to the network: credentials, timeouts, and failures as errors of ours."""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

import requests
from requests.exceptions import InvalidHeader, InvalidJSONError, InvalidURL
from urllib3.exceptions import InsecureRequestWarning, NewConnectionError
from urllib3.exceptions import TimeoutError as PoolTimeout

from belvo_client.answers.answer import Answer
from belvo_client.answers.answer import read as read_answer
from belvo_client.errors import BadArgument, BelvoError, ConnectionFailed, TimedOut
from belvo_client.http.bounds import read_whole
from belvo_client.http.limiter import CALLS, Limiter, RateLimiter, Unlimited
from belvo_client.http.observer import Observation, Observer, observed
from belvo_client.http.retries import PatientAdapter, Retries, attempts

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]

#: Fields of a body whose values no text of ours may repeat.
_SECRET_FIELDS = frozenset({"id", "password", "password2", "token", "username", "username2"})
#: Shorter ones would blank out ordinary words.
_SHORTEST_SECRET = 4
_UNVERIFIED_HERE = r"Unverified HTTPS request is being made to host '(127\.|localhost|::1)"
_UNSENDABLE = (InvalidURL, InvalidHeader, InvalidJSONError)


@dataclass(frozen=True)
class Timeouts:
    """Seconds for a connection, for a whole answer of Belvo's own, and for one that an institution is asked for.

    Belvo gives up on an institution after 300 s: https://developers.belvo.com/docs/asynchronous-requests
    """

    connect: float = 10
    read: float = 60
    institution: float = 330


@dataclass(frozen=True)
class Call:
    """One request, relative to /api/; bodies stay out of its repr, since they carry credentials."""

    method: Method
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    asks_institution: bool = False
    decode: bool = True

    def __str__(self) -> str:
        return f"{self.method} /api/{self.path}"

    @property
    def link(self) -> str | None:
        """The id of the link that it is about, as far as it names one."""
        kind, _, rest = self.path.partition("/")
        named = self.params.get("link") or (self.body or {}).get("link")
        found = named if isinstance(named, str) else rest.partition("/")[0] if kind == "links" else ""
        return found or None


class Keys(requests.auth.AuthBase):
    """Basic authentication whose repr shows nothing."""

    def __init__(self, secret_id: str, secret_password: str) -> None:
        self.secret_id = secret_id
        self.secret_password = secret_password
        self._basic = requests.auth.HTTPBasicAuth(secret_id.encode(), secret_password.encode())

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign the request."""
        self._basic(request)
        return request

    def __repr__(self) -> str:
        return "Keys(…)"


class Transport:
    """Sends calls to one host with one pair of keys; safe to share between threads."""

    def __init__(
        self,
        base_url: str,
        keys: Keys,
        *,
        timeouts: Timeouts,
        retries: Retries,
        session: requests.Session | None = None,
        limiter: Limiter | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.base_url = checked_base(base_url)
        self.keys = keys
        self.timeouts = timeouts
        self.limiter = limiter or limiter_for(self.base_url)
        self.observer = observer
        self._owns_session = session is None
        self._session = session or new_session(self.base_url, retries, self.limiter)

    def __repr__(self) -> str:
        return f"Transport({self.base_url!r})"

    def close(self) -> None:
        """Close the connections, unless the session was handed in."""
        if self._owns_session:
            self._session.close()

    def url(self, path: str) -> str:
        """The absolute URL of a path under /api/."""
        return f"{self.base_url}/api/{path}"

    def send(self, call: Call) -> Answer:
        """Send one call and read its answer; raises a BelvoError for whatever goes wrong."""
        secrets = [*self._secrets(call)]
        watched = Observation(call.method, f"/api/{call.path}", call.params, call.link, call.body, secrets)
        with observed(self.observer, watched) as seen:
            seen.response = response = self._exchange(call)
            if _was_deleted_before(response):
                return Answer(HTTPStatus.NO_CONTENT, None)
            answer = read_answer(response, secrets=secrets, decode=call.decode)
            seen.request_id, seen.answer = answer.request_id, answer
            return replace(answer, asked_at=seen.at)

    def _exchange(self, call: Call) -> requests.Response:
        self.limiter.acquire()
        read = self.timeouts.institution if call.asks_institution else self.timeouts.read
        try:
            response = self._session.request(
                call.method,
                self.url(call.path),
                params=dict(call.params),
                json=call.body,
                headers={"Accept": "application/json", **call.headers},
                auth=self.keys,
                timeout=(self.timeouts.connect, read),
                allow_redirects=False,
                stream=True,
            )
            return read_whole(response)
        except requests.RequestException as error:
            raise _network_error(call, error) from error

    def _secrets(self, call: Call) -> Iterator[str]:
        values = [value for name, value in (call.body or {}).items() if name in _SECRET_FIELDS]
        for value in (self.keys.secret_id, self.keys.secret_password, *values):
            if isinstance(value, str) and len(value) >= _SHORTEST_SECRET:
                yield value


def new_session(base_url: str, retries: Retries, limiter: Limiter) -> requests.Session:
    """A plain session that retries by policy as well."""
    session = plain_session(base_url)
    adapter = PatientAdapter(retries, limiter)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def plain_session(url: str) -> requests.Session:
    """A session that keeps no cookies, goes where no answer leads it, and leaves loopback addresses to no proxy.

    What is asked on the loopback stays on this machine, encrypted or not: its certificate, which is of the name that
    others know the server by, is not looked at.
    """
    session = _Straight()
    session.trust_env = session.verify = not is_loopback(url)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    if not session.verify:
        warnings.filterwarnings("ignore", _UNVERIFIED_HERE, InsecureRequestWarning)
    return session


class _Straight(requests.Session):
    """Takes an answer that leads elsewhere for the answer."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere: only the hosts that are set up are asked."""


def checked_base(base_url: str) -> str:
    """The base URL without its last slash; raises BadArgument for one that is no plain http(s) address."""
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadArgument("The base URL must look like https://sandbox.belvo.com.")
    if parts.username is not None or parts.password is not None:
        raise BadArgument("The base URL must carry no user and no password.")
    return base_url.rstrip("/")


def limiter_for(base_url: str, calls: int = CALLS) -> Limiter:
    """The limiter of a client that may make so many calls in 30 s; loopback addresses have no firewall to mind."""
    return Unlimited() if is_loopback(base_url) else RateLimiter(calls)


def is_loopback(url: str) -> bool:
    """Whether the URL stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _was_deleted_before(response: requests.Response) -> bool:
    """Whether an earlier attempt deleted it and only its answer was lost."""
    gone = response.request.method == "DELETE" and response.status_code == HTTPStatus.NOT_FOUND
    return gone and attempts(response) > 1


def _network_error(call: Call, error: requests.RequestException) -> BelvoError:
    """Ours for what requests raised, whose request is let go because it carries keys and body."""
    error.request = error.response = None
    if isinstance(error, requests.Timeout) or _is_timeout(error):
        return TimedOut(f"{call} got no answer in time.")
    if isinstance(error, _UNSENDABLE):
        return BadArgument(f"{call} cannot be sent as it is.")
    return ConnectionFailed(f"{call} failed on the way.")


def _is_timeout(error: requests.RequestException) -> bool:
    """Whether a timeout hides in it: after retries and amid a body, requests calls it a ConnectionError."""
    inner = error.args[0] if error.args else None
    reason = getattr(inner, "reason", inner)
    return isinstance(reason, PoolTimeout) and not isinstance(reason, NewConnectionError)
