"""What opens the widget as it is set, in the languages that applications are written in: to copy.

No snippet has a key in it: the token is asked for by a server, and the browser gets its `access` alone.
https://developers.belvo.com/developer_resources/web-widget-for-web
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pprint import pformat
from textwrap import indent
from typing import Any
from urllib.parse import urlencode

from belvo_client import TokenRequest
from languages import msg

TOKEN = "ACCESS_TOKEN"  # noqa: S105 - stands for one
SUCCESS = "yourapp://success"
EXIT = "yourapp://exit"
EVENT = "yourapp://event"
USERS_DOCUMENT = "your-users-document"
USERS_NAME = "your-users-name"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of code; `language` is what colours it, `about` says where it belongs."""

    label: str
    language: str
    about: str
    code: str


@dataclass(frozen=True, slots=True)
class Widget:
    """The widget as it is set: body of the token's request without keys, configuration, and where both are found.

    `keys` says whose keys go with the request.
    """

    request: Mapping[str, Any]
    config: Mapping[str, Any]
    api: str
    keys: str
    script: str
    page: str

    @property
    def address(self) -> str:
        """The hosted widget's, with a word in the place of the token."""
        return f"{self.page}?{urlencode({'access_token': TOKEN, **_flat(self.config)})}"


def with_own_callbacks(request: Mapping[str, Any]) -> dict[str, Any]:
    """A request whose widget leads back into an application of one's own."""
    widget = {**request.get("widget", {}), "callback_urls": {"success": SUCCESS, "exit": EXIT, "event": EVENT}}
    return {**request, "widget": widget}


def without_person(request: TokenRequest) -> TokenRequest:
    """A request whose consent is nobody's: words stand for document and name of whoever consents."""
    consent = request.widget.get("consent")
    if not consent:
        return request
    nobody = {"number": USERS_DOCUMENT, "name": USERS_NAME}
    who = [{**one, **nobody} for one in consent["identification_info"]]
    return replace(request, widget={**request.widget, "consent": {**consent, "identification_info": who}})


def snippets(widget: Widget) -> Sequence[Snippet]:
    """All of them, the token's server first."""
    return (
        Snippet("Python", "python", msg("On your server: one token for each opening."), _python(widget)),
        Snippet("JavaScript", "html", msg("In your page."), _javascript(widget)),
        Snippet("React", "jsx", msg("In your page; a second mount opens no second widget."), _react(widget)),
        Snippet(msg("Hosted URL"), "text", msg("For a browser or a web view."), widget.address),
        Snippet("iOS", "swift", msg("A web view (WKWebView) in Swift."), _ios(widget)),
        Snippet("Android", "kotlin", msg("A web view in Kotlin."), _android(widget)),
        Snippet("Flutter", "dart", msg("A web view (webview_flutter)."), _flutter(widget)),
    )


def _flat(config: Mapping[str, Any]) -> dict[str, str]:
    """As an address has it: lists with commas, flags as words, nothing that is empty."""
    found = {}
    for name, value in config.items():
        text = ",".join(value) if isinstance(value, list) else str(value).lower() if value in (True, False) else value
        if text:
            found[name] = str(text)
    return found


def _settings(config: Mapping[str, Any], spaces: int) -> str:
    """The configuration as the inner lines of an object, which ends in a comma."""
    lines = json.dumps(dict(config), indent=2, ensure_ascii=False).splitlines()[1:-1]
    return indent("\n".join(lines), " " * (spaces - 2)) + ("," if lines else "")


def _python(widget: Widget) -> str:
    body = pformat(dict(widget.request), sort_dicts=False, width=100)
    return f"""import os

import requests

request = {{  # with {widget.keys}
    "id": os.environ["BELVO_SECRET_ID"],
    "password": os.environ["BELVO_SECRET_PASSWORD"],
    **{indent(body, "    ").strip()},
}}


def access_token() -> str:
    answer = requests.post("{widget.api}/api/token/", json=request, timeout=30)
    answer.raise_for_status()
    return answer.json()["access"]
"""


def _javascript(widget: Widget) -> str:
    return f"""<div id="belvo"></div>
<script src="{widget.script}" async></script>
<script>
  async function openWidget() {{
    const {{ access }} = await (await fetch("/your-server/token", {{ method: "POST" }})).json();
    belvoSDK.createWidget(access, {{
{_settings(widget.config, 6)}
      callback: (link, institution) => {{ /* send the link to your server, which reads it with its keys */ }},
      onExit: (data) => {{ /* left: data.last_encountered_error says why, if anything went wrong */ }},
      onEvent: (data) => {{ /* data.eventName: ERROR, WARNING or PAGE_LOAD */ }},
    }}).build();
  }}
</script>
<button onclick="openWidget()">Connect an account</button>
"""


def _react(widget: Widget) -> str:
    return f"""import {{ useEffect, useRef }} from "react";

const SCRIPT = "{widget.script}";

function loadScript() {{
  window.belvoLoading ??= new Promise((resolve, reject) => {{
    const script = document.createElement("script");
    Object.assign(script, {{ src: SCRIPT, async: true, onload: resolve, onerror: reject }});
    document.head.append(script);
  }});
  return window.belvoLoading;
}}

export function BelvoWidget({{ accessToken, onLink, onExit, onEvent }}) {{
  const opened = useRef(null); // StrictMode mounts twice, and a token opens one widget
  useEffect(() => {{
    if (opened.current === accessToken) return;
    opened.current = accessToken;
    loadScript().then(() => {{
      window.belvoSDK.createWidget(accessToken, {{
{_settings(widget.config, 8)}
        callback: (link, institution) => onLink(link, institution),
        onExit,
        onEvent,
      }}).build();
    }});
  }}, [accessToken]);
  return <div id="belvo" />;
}}
"""


def _ios(widget: Widget) -> str:
    return f"""import SwiftUI
import WebKit

struct BelvoWidget: UIViewRepresentable {{
    let accessToken: String
    let onLink: (String) -> Void
    let onExit: () -> Void

    func makeCoordinator() -> Coordinator {{ Coordinator(self) }}

    func makeUIView(context: Context) -> WKWebView {{
        let view = WKWebView()
        view.navigationDelegate = context.coordinator
        let address = "{widget.address}"
        view.load(URLRequest(url: URL(string: address.replacingOccurrences(of: "{TOKEN}", with: accessToken))!))
        return view
    }}

    func updateUIView(_ view: WKWebView, context: Context) {{}}

    final class Coordinator: NSObject, WKNavigationDelegate {{
        private let widget: BelvoWidget
        init(_ widget: BelvoWidget) {{ self.widget = widget }}

        func webView(_ view: WKWebView, decidePolicyFor action: WKNavigationAction,
                     decisionHandler: @escaping (WKNavigationActionPolicy) -> Void) {{
            guard let url = action.request.url, url.scheme == "yourapp" else {{ return decisionHandler(.allow) }}
            let query = URLComponents(url: url, resolvingAgainstBaseURL: false)?.queryItems ?? []
            if url.host == "success", let link = query.first(where: {{ $0.name == "link" }})?.value {{
                widget.onLink(link) // your server reads it with its keys
            }} else if url.host == "exit" {{
                widget.onExit()
            }}
            decisionHandler(.cancel)
        }}
    }}
}}
"""


def _android(widget: Widget) -> str:
    return f"""import android.annotation.SuppressLint
import android.webkit.WebResourceRequest
import android.webkit.WebView
import android.webkit.WebViewClient

@SuppressLint("SetJavaScriptEnabled")
fun openWidget(view: WebView, accessToken: String, onLink: (String) -> Unit, onExit: () -> Unit) {{
    view.settings.javaScriptEnabled = true
    view.settings.domStorageEnabled = true
    view.webViewClient = object : WebViewClient() {{
        override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {{
            val url = request.url
            if (url.scheme != "yourapp") return false
            when (url.host) {{
                "success" -> url.getQueryParameter("link")?.let(onLink) // your server reads it with its keys
                "exit" -> onExit()
            }}
            return true
        }}
    }}
    view.loadUrl("{widget.address}".replace("{TOKEN}", accessToken))
}}
"""


def _flutter(widget: Widget) -> str:
    return f"""import 'package:flutter/widgets.dart';
import 'package:webview_flutter/webview_flutter.dart';

class BelvoWidget extends StatelessWidget {{
  const BelvoWidget({{super.key, required this.accessToken, required this.onLink, required this.onExit}});

  final String accessToken;
  final void Function(String link) onLink;
  final void Function() onExit;

  @override
  Widget build(BuildContext context) {{
    final controller = WebViewController()
      ..setJavaScriptMode(JavaScriptMode.unrestricted)
      ..setNavigationDelegate(NavigationDelegate(onNavigationRequest: (request) {{
        final url = Uri.parse(request.url);
        if (url.scheme != 'yourapp') return NavigationDecision.navigate;
        final link = url.queryParameters['link'];
        if (url.host == 'success' && link != null) onLink(link); // your server reads it with its keys
        if (url.host == 'exit') onExit();
        return NavigationDecision.prevent;
      }}))
      ..loadRequest(Uri.parse('{widget.address}'.replaceFirst('{TOKEN}', accessToken)));
    return WebViewWidget(controller: controller);
  }}
}}
"""
