// Keeps Back and Forward from being undone by the page that they leave.
//
// Each run of a page has Streamlit write that page's name into the address, if another is there. Where Back was pressed
// while a page still ran, that is a name that nobody is at any more, with what the address asks of the page gone back to:
// a step that nobody made, which takes away all that Forward led to.

const push = history.pushState;
let shown = location.pathname;
let before = shown; // the path of the page that was there before
let left = null; // the same once Back or Forward has left it, until somebody does something else

function show(pathname) {
  if (pathname !== shown) before = shown;
  shown = pathname;
}

addEventListener("popstate", () => {
  show(location.pathname);
  left = before === shown ? null : before;
});

for (const press of ["pointerdown", "keydown"]) {
  addEventListener(press, () => (left = null), { capture: true, passive: true });
}

history.pushState = function (state, title, address) {
  const { pathname, search } = new URL(address ?? "", location.href);
  if (pathname === left && search === location.search) return;
  left = null;
  push.call(this, state, title, address);
  show(pathname);
};
