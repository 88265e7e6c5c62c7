// Opens Belvo's Connect Widget in the page and reports what happens in it, twice: by HTTP to /connect/events, which
// survives a page that is left and a tab that is closed, and as component state, which wakes the Python page.
//
// Streamlit calls the default export again whenever `data` or the theme changes, so all that must happen once per
// opening hangs on the opening's nonce.

const SCRIPT_PATIENCE_MS = 20_000
const REPORT_TRIES = 6
const FIRST_PAUSE_MS = 300

const TRIP = "linkdesk-widget-trip"

const scripts = new Map()
const mounted = new WeakMap()
const used = new Set() // nonces: a token opens one widget, and one that was left is not opened again

/** Load the widget's script once for the whole page; a failure is forgotten, so that the next opening tries again. */
function loadScript(url) {
  if (!scripts.has(url)) {
    const loading = new Promise((resolve, reject) => {
      const script = document.createElement("script")
      const give = (why) => {
        script.remove()
        reject(new Error(why))
      }
      const patience = setTimeout(() => give("timeout"), SCRIPT_PATIENCE_MS)
      script.src = url
      script.async = true
      script.onload = () => {
        clearTimeout(patience)
        window.belvoSDK ? resolve() : give("no belvoSDK in it")
      }
      script.onerror = () => {
        clearTimeout(patience)
        give("unreachable")
      }
      document.head.append(script)
    })
    scripts.set(url, loading)
    loading.catch(() => scripts.delete(url))
  }
  return scripts.get(url)
}

/** One opening of the widget: its place in the page, its events in order, and their two ways out. */
class Opening {
  constructor(session, place, setStateValue, events = []) {
    this.session = session
    this.place = place
    this.setStateValue = setStateValue
    this.events = events
    this.keep = this.keep.bind(this)
    this.closed = false
    this.sending = Promise.resolve()
    this.before = new Set(document.body.children)
  }

  async open() {
    const { script_url, access_token, config } = this.session
    try {
      await loadScript(script_url)
    } catch (error) {
      return this.report("script_failed", { reason: error.message })
    }
    if (this.closed) return
    try {
      window.belvoSDK
        .createWidget(access_token, {
          ...config,
          callback: (link, institution) => this.report("success", { link, institution }),
          onExit: (data) => this.report("exit", data),
          onEvent: (data) => this.report("event", data),
        })
        .build()
    } catch (error) {
      return this.report("script_failed", { reason: error.message })
    }
    this.report("opened", {})
    addEventListener("pagehide", this.keep)
    this.watch()
  }

  /** A consent takes the whole tab to a bank and back: the tab keeps what the widget needs to go on, until then. */
  keep() {
    if (this.session.config.integration_type !== "openfinance") return
    sessionStorage.setItem(TRIP, JSON.stringify({ session: this.session, events: this.events }))
  }

  /** The widget has no published sign for "closed after success": it is gone when its place is empty again. */
  watch() {
    let seen = false
    this.observer = new MutationObserver(() => {
      const present = this.place.childElementCount > 0 || this.appended().length > 0
      if (seen && !present) {
        this.observer.disconnect()
        this.report("closed", {})
      }
      seen ||= present
    })
    this.observer.observe(this.place, { childList: true })
    this.observer.observe(document.body, { childList: true })
    seen = this.place.childElementCount > 0
  }

  /** What the widget put beside the app: real ones may append an overlay to the body. */
  appended() {
    return [...document.body.children].filter((node) => !this.before.has(node) && /belvo/i.test(`${node.tagName} ${node.id} ${node.getAttribute("class")}`))
  }

  report(name, payload) {
    const event = { nonce: this.session.nonce, seq: this.events.length + 1, name, payload: payload ?? {} }
    this.events.push(event)
    this.sending = this.sending.then(() => this.send(event))
    // Python hears at once of what ends an opening, and of the rest by the way.
    this.setStateValue("events", this.events.slice())
  }

  async send(event) {
    const body = JSON.stringify(event)
    for (let attempt = 0; attempt < REPORT_TRIES; attempt++) {
      try {
        const answer = await fetch("/connect/events", {
          method: "POST",
          body,
          keepalive: true,
          headers: { "content-type": "application/json", "x-connect-token": this.session.event_token },
        })
        if (answer.ok || (answer.status >= 400 && answer.status < 500)) return
      } catch {
        // Offline, or the server restarts: the next attempt, or the state below, delivers it.
      }
      await new Promise((resume) => setTimeout(resume, FIRST_PAUSE_MS * 2 ** attempt))
    }
  }

  close() {
    this.closed = true
    removeEventListener("pagehide", this.keep)
    this.observer?.disconnect()
    this.place.replaceChildren()
    for (const node of this.appended()) node.remove()
  }
}

/** What the tab has kept of a session; nothing unless a bank has led back to it. */
function recall(nonce) {
  const kept = JSON.parse(sessionStorage.getItem(TRIP))
  if (kept?.session.nonce !== nonce || !new URLSearchParams(location.search).has("consent_id")) return null
  sessionStorage.removeItem(TRIP)
  return kept
}

/** What to open for a session; null if its widget was here and has gone, or if there is nothing to open it with. */
function openable(session) {
  if (session.access_token && !used.has(session.nonce)) return { session, events: [] }
  return recall(session.nonce)
}

export default function ({ data, parentElement, setStateValue }) {
  const session = data?.session ?? null
  const current = mounted.get(parentElement)
  if (!session) sessionStorage.removeItem(TRIP) // whoever turned back at the bank begins anew
  if (current?.session.nonce !== session?.nonce) {
    current?.close()
    mounted.delete(parentElement)
    const found = session && openable(session)
    if (found) {
      used.add(session.nonce)
      const opening = new Opening(found.session, parentElement.querySelector("#belvo"), setStateValue, found.events)
      mounted.set(parentElement, opening)
      opening.open()
    } else if (session) {
      setStateValue("missing", session.nonce)
    }
  }
  return () => {
    mounted.get(parentElement)?.close()
    mounted.delete(parentElement)
  }
}
