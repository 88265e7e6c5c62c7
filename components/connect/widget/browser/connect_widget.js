// Opens Belvo's Connect Widget in the page and reports what happens in it, twice: by HTTP to /connect/events, which
// survives a page that is left and a tab that is closed, and as component state, which wakes the Python page.
//
// Streamlit calls the default export again whenever `data` or the theme changes, so all that must happen once per
// opening hangs on the opening's nonce.

import { Opening, takeUp, trips } from "./opening.js"

const mounted = new WeakMap()

/** What a tab has kept of a session, if a bank has led back to it. */
function returned(nonce) {
  return new URLSearchParams(location.search).has("consent_id") ? trips.find(nonce) : null
}

export default function ({ data, parentElement, setStateValue }) {
  const session = data?.session ?? null
  const current = mounted.get(parentElement)
  if (current?.session.nonce !== session?.nonce) {
    current?.close()
    mounted.delete(parentElement)
    const isNew = session !== null && takeUp(session)
    trips.forgetOthers(session?.nonce, isNew)
    const known = isNew ? { session, events: [] } : session && returned(session.nonce)
    if (known) {
      const opening = new Opening(known.session, parentElement.querySelector("#belvo"), setStateValue, known.events)
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
