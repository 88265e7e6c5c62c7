// One opening of Belvo's Connect Widget, in this page or in a frame of it: its script, its events in their order and their
// two ways out, and what the tab keeps of it while a bank has it.

const SCRIPT_PATIENCE_MS = 20_000
const REPORT_TRIES = 6
const FIRST_PAUSE_MS = 300

const TRIP = "linkdesk-widget-trip/"
const TRIP_LIFE_MS = 900_000 // an access token lives ten minutes

const ENDS = ["success", "exit", "closed", "script_failed"]

const ofPages = new WeakMap()
const used = new Set() // nonces: a token opens one widget, and one that was left is not opened again

/** Whether a widget may be opened with this session's token, which is asked once for each opening. */
export function takeUp({ nonce, access_token }) {
  const isNew = Boolean(access_token) && !used.has(nonce)
  if (isNew) used.add(nonce)
  return isNew
}

/** Load the widget's script once for the whole page; a failure is forgotten, so that the next opening tries again. */
function loadScript(url, view) {
  if (!ofPages.has(view.document)) ofPages.set(view.document, new Map())
  const scripts = ofPages.get(view.document)
  if (!scripts.has(url)) {
    const loading = new Promise((resolve, reject) => {
      const script = view.document.createElement("script")
      const give = (why) => {
        script.remove()
        reject(new Error(why))
      }
      const patience = setTimeout(() => give("timeout"), SCRIPT_PATIENCE_MS)
      script.src = url
      script.async = true
      script.onload = () => {
        clearTimeout(patience)
        view.belvoSDK ? resolve() : give("no belvoSDK in it")
      }
      script.onerror = () => {
        clearTimeout(patience)
        give("unreachable")
      }
      view.document.head.append(script)
    })
    scripts.set(url, loading)
    loading.catch(() => scripts.delete(url))
  }
  return scripts.get(url)
}

/**
 * A consent takes the whole tab to a bank and back. Meanwhile the tab keeps, by nonce, what the widget needs to go on.
 * A browser may refuse its storage; then a widget opens all the same, and only the way back from a bank is lost.
 */
export const trips = {
  keep(session, events) {
    try {
      sessionStorage.setItem(TRIP + session.nonce, JSON.stringify({ session, events, at: Date.now() }))
    } catch {
      // The page says, when the bank leads back to it, that nothing was kept.
    }
  },

  find(nonce) {
    try {
      return JSON.parse(sessionStorage.getItem(TRIP + nonce))
    } catch {
      return null
    }
  },

  forget(nonce) {
    try {
      sessionStorage.removeItem(TRIP + nonce)
    } catch {
      // Nothing was kept.
    }
  },

  /** Whoever turned back at a bank leaves a token behind, which is of no use once another widget opens, or it is dead. */
  forgetOthers(nonce, isNew) {
    try {
      const others = Object.keys(sessionStorage).filter((key) => key.startsWith(TRIP) && key !== TRIP + nonce)
      const isDead = (key) => !(JSON.parse(sessionStorage.getItem(key))?.at > Date.now() - TRIP_LIFE_MS)
      for (const key of others) if (isNew || isDead(key)) sessionStorage.removeItem(key)
    } catch {
      // Nothing was kept.
    }
  },
}

/** What the widget hands over, as plain JSON: whatever it is, reporting it must not fail. */
function plain(value) {
  try {
    return JSON.parse(JSON.stringify(value instanceof Error ? value.message : (value ?? {})))
  } catch {
    return String(value)
  }
}

/** One opening of the widget: its place in the page, its events in order, and their two ways out. */
export class Opening {
  /** `view` is the window that has `place` in it: the page's own, or that of a frame. */
  constructor(session, place, setStateValue, events = [], view = window) {
    this.view = view
    this.session = session
    this.place = place
    this.setStateValue = setStateValue
    this.events = events
    this.leave = this.leave.bind(this)
    this.comeBack = this.comeBack.bind(this)
    this.closed = false
    this.gone = false
    this.over = false
    this.sending = Promise.resolve()
    this.waiting = new Set() // for those before them to have arrived
    this.before = new Set(this.view.document.body.children)
    this.own = new Set()
  }

  async open() {
    const { script_url, access_token, config } = this.session
    try {
      await loadScript(script_url, this.view)
    } catch (error) {
      return this.report("script_failed", { reason: error.message })
    }
    if (this.closed) return
    try {
      this.build(access_token, config)
    } catch (error) {
      return this.report("script_failed", { reason: error.message })
    }
    this.report("opened", {})
    this.view.addEventListener("pagehide", this.leave)
    this.view.addEventListener("pageshow", this.comeBack)
    this.watch()
  }

  build(access_token, config) {
    const widget = this.view.belvoSDK.createWidget(access_token, {
      ...config,
      callback: (link, institution) => this.report("success", { link, institution }),
      onExit: (...data) => this.report("exit", data.length > 1 ? data : data[0]),
      onEvent: (data) => this.report("event", data),
    })
    this.before = new Set(this.view.document.body.children)
    widget.build()
    // Nobody else has had a chance to put anything there meanwhile.
    this.own = new Set([...this.view.document.body.children].filter((node) => !this.before.has(node)))
  }

  /** The widget has no published sign for "closed after success": it is gone when its place is empty again. */
  watch() {
    const isPresent = () => this.place.childElementCount > 0 || this.appended().length > 0
    let seen = isPresent()
    this.observer = new MutationObserver(() => {
      const present = isPresent()
      if (seen && !present) {
        this.observer.disconnect()
        this.report("closed", {})
      }
      seen ||= present
    })
    this.observer.observe(this.place, { childList: true })
    this.observer.observe(this.view.document.body, { childList: true })
  }

  /** What the widget put beside the app, at once or later: real ones may append an overlay to the body. */
  appended() {
    const isBelvos = (node) => /belvo/i.test(`${node.tagName} ${node.id} ${node.getAttribute("class")}`)
    return [...this.view.document.body.children].filter((node) => this.own.has(node) || (!this.before.has(node) && isBelvos(node)))
  }

  report(name, payload) {
    if (this.gone && name !== "success") return // what a page breaks off as it goes is no error of anybody's
    const event = this.note(name, payload)
    this.waiting.add(event)
    this.sending = this.sending.then(() => this.send(event))
    // Python hears at once of what ends an opening, and of the rest by the way.
    this.setStateValue("events", this.events.slice())
  }

  note(name, payload) {
    const event = { nonce: this.session.nonce, seq: this.events.length + 1, name, payload: plain(payload) }
    this.events.push(event)
    if (ENDS.includes(name)) {
      this.over = true
      trips.forget(this.session.nonce)
    }
    return event
  }

  async send(event) {
    this.waiting.delete(event)
    if (!this.session.event_token) return // it is looked at, and nothing of it is kept
    const body = JSON.stringify(event)
    for (let attempt = 0; attempt < REPORT_TRIES; attempt++) {
      try {
        const answer = await this.view.fetch("/connect/events", {
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

  /** The page is going, to a bank or for good, and takes the widget along; nothing waits for what is on its way. */
  leave() {
    for (const event of this.waiting) this.send(event)
    if (this.over || this.gone) return
    this.gone = true
    this.send(this.note("removed", {}))
    if (this.session.config.integration_type === "openfinance") trips.keep(this.session, this.events)
  }

  /** Back led to the page as it was left, with the widget in it. */
  comeBack(event) {
    this.gone = false
    if (event.persisted && !this.over) this.report("opened", {})
  }

  close() {
    this.closed = true
    this.view.removeEventListener("pagehide", this.leave)
    this.view.removeEventListener("pageshow", this.comeBack)
    this.observer?.disconnect()
    trips.forget(this.session.nonce)
    if (!this.over && !this.gone) this.send(this.note("removed", {}))
    this.gone = true
    this.place.replaceChildren()
    for (const node of this.appended()) node.remove()
  }
}
