// Goes through the local Belvo's widget as somebody would who has its test user: next, fill in, connect. It knows
// that widget's own page, which is another one than Belvo's.

const PAUSE_MS = 350 // so that whoever looks on can follow

const WAYS = [
  { what: "welcome", fill: null, go: ".screen.welcome .actions .primary" },
  { what: "credentials", fill: ".screen.credentials .hint .quiet", go: ".screen.credentials .actions .primary" },
  { what: "token", fill: ".screen.token .hint .quiet", go: ".screen.token .actions .primary" },
]
const AGAIN = { what: "again", fill: null, go: ".screen.failure .actions .primary" }

/**
 * Press each button once, and begin again where a failure can be tried again, if that is wanted.
 *
 * `before` is told of each button that is about to be pressed. To "stop" nothing is pressed any more, and to "later" not
 * yet.
 */
export function steer(view, { before, retries = false }) {
  const pressed = new Set()
  const ways = retries ? [...WAYS, AGAIN] : WAYS
  let timer = 0

  function step() {
    const root = view.document?.querySelector("belvo-sandbox-widget")?.shadowRoot
    const way = root && ways.find(({ what, go }) => !pressed.has(what) && root.querySelector(go))
    if (way) {
      if (way.fill) root.querySelector(way.fill)?.click()
      const answer = before(way.what)
      if (answer === "stop") return
      if (answer !== "later") {
        pressed.add(way.what)
        root.querySelector(way.go).click()
      }
    }
    timer = setTimeout(step, PAUSE_MS)
  }

  timer = setTimeout(step, PAUSE_MS)
  return () => clearTimeout(timer)
}
