// Shows Belvo's Connect Widget beside what is set, in a frame: the page around it stays as it is. And plays what happens
// to widgets in the world, with the widget of the local Belvo, so that it can be seen what comes of it.

import { Opening, takeUp } from "./opening.js"
import { steer } from "./autopilot.js"

const OUTAGE_MS = 2_500
const stages = new WeakMap()

/** One widget in a frame of its own, as in a tab of its own; gone with it. */
class Tab {
  constructor(given, stage) {
    this.session = given.session
    this.play = given.play
    this.stage = stage
    this.held = null // what the page is not told while there is no network
    this.frame = document.createElement("iframe")
    this.frame.title = given.title
    stage.place.append(this.frame)
    this.view = this.frame.contentWindow
    this.keepFocus()
  }

  get nonce() {
    return this.session.nonce
  }

  open() {
    if (!takeUp(this.session)) return this.stage.tellMissing(this.nonce)
    this.build()
  }

  build() {
    const place = this.view.document.createElement("div")
    place.id = "belvo"
    this.view.document.body.replaceChildren(place)
    if (this.session.scheme) this.view.document.documentElement.style.colorScheme = this.session.scheme
    this.opening = new Opening(this.session, place, (name, value) => this.tell(value), [], this.view)
    this.disturb()
    this.opening.open()
    if (this.play) this.stop = steer(this.view, { before: (what) => this.before(what), retries: this.play === "network" })
  }

  /** What is played that begins with the widget's own words to the page. */
  disturb() {
    const report = this.opening.report.bind(this.opening)
    this.opening.report = (name, payload) => {
      report(name, payload)
      if (name !== "success") return
      if (this.play === "double_callback" && !this.twice) {
        this.twice = true
        this.opening.report(name, payload)
      }
      if (this.play === "closed_tab") this.closeTab()
    }
  }

  /** What is played that begins with a button of the widget's; the answer is the autopilot's. */
  before(what) {
    if (this.play === "remount" && what === "credentials") {
      this.remount()
      return "stop"
    }
    if (this.play === "network" && what === "credentials") this.cutOff()
    return what === "again" && this.held ? "later" : "go on"
  }

  /** As a framework does that takes the component out of the page and puts it in again. */
  remount() {
    this.stop?.()
    this.opening.close()
    this.open()
  }

  /** Nothing comes through, neither to Belvo nor to this server, and then all does again. */
  cutOff() {
    const { fetch } = this.view
    this.view.fetch = () => Promise.reject(new TypeError("Failed to fetch"))
    this.held = []
    setTimeout(() => {
      if (this.view) this.view.fetch = fetch
      const events = this.held?.at(-1)
      this.held = null
      if (events) this.stage.told(this.nonce, events)
    }, OUTAGE_MS)
  }

  /** What a closed tab tells, it has told by HTTP already; nobody is there to tell this page anything. */
  closeTab() {
    this.stop?.()
    this.isClosed = true
    this.frame.remove()
  }

  tell(events) {
    if (this.isClosed) return
    if (this.held) this.held.push(events)
    else this.stage.told(this.nonce, events)
  }

  /** The widget takes the focus, as it may where it lies over a page; here somebody is typing beside it. */
  keepFocus() {
    const before = document.activeElement
    let isTouched = false
    const touch = () => {
      isTouched = true
    }
    this.view.addEventListener("pointerdown", touch, true)
    this.view.addEventListener("keydown", touch, true)
    this.view.addEventListener("focusin", () => {
      if (!isTouched && before?.isConnected && before !== document.body) before.focus({ preventScroll: true })
    })
  }

  close() {
    this.stop?.()
    if (!this.isClosed) this.opening?.close()
    this.isClosed = true
    this.frame.remove()
    this.view = null
  }
}

class Stage {
  constructor(place, setStateValue) {
    this.place = place
    this.setStateValue = setStateValue
    this.tabs = new Map()
    this.events = new Map()
  }

  show(wanted) {
    const nonces = new Set(wanted.map(({ session }) => session.nonce))
    for (const [nonce, tab] of this.tabs) {
      if (nonces.has(nonce)) continue
      this.tabs.delete(nonce)
      this.events.delete(nonce)
      tab.close()
    }
    for (const given of wanted) {
      if (this.tabs.has(given.session.nonce)) continue
      const tab = new Tab(given, this)
      this.tabs.set(tab.nonce, tab)
      tab.open()
    }
  }

  told(nonce, events) {
    if (!this.tabs.has(nonce)) return
    this.events.set(nonce, events)
    this.setStateValue("events", [...this.events.values()].flat())
  }

  tellMissing(nonce) {
    this.setStateValue("missing", nonce)
  }
}

export default function ({ data, parentElement, setStateValue }) {
  let stage = stages.get(parentElement)
  if (!stage) {
    stage = new Stage(parentElement.querySelector(".stage"), setStateValue)
    stages.set(parentElement, stage)
  }
  stage.show(data?.tabs ?? [])
  return () => {
    stages.get(parentElement)?.show([])
    stages.delete(parentElement)
  }
}
