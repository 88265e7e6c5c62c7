// Keys that open rows, and ids that are copied.
//
// Streamlit draws tables on a canvas, and leaves the buttons in their rows to the mouse alone: its grid tells which
// cell the keys have reached, and nothing happens there on Enter. So the page listens in the grid's stead, and calls
// what a click calls. React keeps that with the canvas; tests/e2e/test_keyboard.py says whether it still does.

const GRID = '[data-testid="stDataFrame"] [data-testid="data-grid-canvas"]';
const OPENING = ["Enter", " "];
const SHOWING = "F2";

// A click in the middle of a button, wherever a cell has it.
const MIDDLE = { bounds: { x: 0, y: 0, width: 64, height: 35 }, localEventX: 32, localEventY: 17, preventDefault() {} };

export default function ({ data }) {
  document.removeEventListener("keydown", document.linkdeskGridKeys, true);
  document.linkdeskGridKeys = press;
  document.addEventListener("keydown", press, true);
  copy(data);
}

// Once, however often the page is drawn with it. A page without TLS on another host has no clipboard of its own.
async function copy({ number, text }) {
  if (number <= (document.linkdeskCopied ?? 0)) return;
  document.linkdeskCopied = number;
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const place = document.createElement("textarea");
  const focused = document.activeElement;
  place.value = text;
  document.body.append(place);
  place.select();
  document.execCommand("copy");
  place.remove();
  focused?.focus({ preventScroll: true });
}

function press(event) {
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  const canvas = event.target.closest?.(GRID);
  if (!canvas || !isPlain || !event.isTrusted || ![...OPENING, SHOWING].includes(event.key)) return;
  if (event.key === SHOWING ? show(canvas) : open(canvas, event.repeat)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

// What Enter does in a grid by itself.
function show(canvas) {
  return !canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}

// Whether the row that has the focus is one that opens.
function open(canvas, isHeld) {
  const grid = gridAround(canvas);
  const [focused, row] = grid?.gridSelection?.current?.cell ?? [];
  if (row === undefined) return false;
  const columns = [focused, ...grid.columns.keys()];
  const column = columns.find((place) => isButton(grid.getCellContent([place, row])));
  if (column === undefined) return false;
  if (isHeld) return true;
  // What opens gives the focus back to where it was, and the grid moves it a moment after its cell.
  const aside = grid.rowMarkers && grid.rowMarkers !== "none" ? 1 : 0; // what chooses a row is a column, and no cell
  canvas.querySelector(`#glide-cell-${focused + aside}-${row}`)?.focus({ preventScroll: true });
  grid.onCellClicked([column, row], MIDDLE);
  return true;
}

function isButton({ data }) {
  return data?.kind === "button-cell" && Boolean(data.data);
}

// The properties of Streamlit's grid as they are now. React has two of everything and does not say at a canvas which
// one is shown: only the way down from the root leads there.
function gridAround(canvas) {
  const name = Object.keys(canvas).find((key) => key.startsWith("__reactFiber$"));
  let top = canvas[name];
  while (top?.return) top = top.return;
  return top && below(top.stateNode.current, canvas, null);
}

function below(first, canvas, around) {
  for (let fiber = first; fiber; fiber = fiber.sibling) {
    const props = fiber.memoizedProps;
    const grid = props?.onCellClicked && props.gridSelection !== undefined ? props : around;
    if (fiber.stateNode === canvas) return grid;
    const found = below(fiber.child, canvas, grid);
    if (found) return found;
  }
  return null;
}
