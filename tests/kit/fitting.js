// What of a page's texts is cut, wraps in its control or stands beside it, each with how and where: a list of sentences.
() => {
  const ROOM = 1.5; // pixels by which a text may stick out, as its last letter does
  const DEEP = 5; // the same below, for letters that hang down
  const PARTS = "[data-testid=stSidebar], [data-testid=stMain], [role=dialog]";
  const CONTROLS = "button, [role=tab], [role=radio], [data-testid=stMetric], [data-testid=stMarkdownBadge], summary";
  const ON_ONE_LINE = "button, [role=tab], [role=radio]";
  const FIELDS = "input[placeholder], input[role=combobox]";
  const NO_TEXTS = "canvas, script, style, svg, [data-testid=stSkeleton], [data-testid=stIconMaterial]";

  const found = new Set();
  const pen = document.createElement("canvas").getContext("2d");

  function tell(how, text, element) {
    const keyed = element.closest("[class*=st-key-]");
    const key = keyed && [...keyed.classList].find((one) => one.startsWith("st-key-")).slice(7);
    const part = element.closest("[data-testid]")?.dataset.testid ?? element.tagName;
    found.add(`${how}: ${text.trim().replace(/\s+/g, " ").slice(0, 90)} [${part}${key ? ` in ${key}` : ""}]`);
  }

  function widthOf(text, font) {
    pen.font = font;
    return pen.measureText(text).width;
  }

  function inside(element) {
    const box = element.getBoundingClientRect();
    if (element.clientWidth === 0) return box; // of what stands in a line of text
    const [left, top] = [box.left + element.clientLeft, box.top + element.clientTop];
    const [right, bottom] = [left + element.clientWidth, top + element.clientHeight];
    return { left, top, right, bottom };
  }

  // By what contains it, as far as that can't be scrolled to show it; what has no size is for those who listen.
  function cut(rect, element) {
    let [across, down] = [true, true];
    for (let at = element; at && (across || down); at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (overflowX === "visible" && overflowY === "visible") continue;
      const box = inside(at);
      if (box.right - box.left < 2 || box.bottom - box.top < 2) return "";
      const isBeside = rect.right > box.right + ROOM || rect.left < box.left - ROOM;
      const isBelow = rect.bottom > box.bottom + DEEP || rect.top < box.top - DEEP;
      if (across && isBeside && ["hidden", "clip"].includes(overflowX)) return "cut at its side";
      if (down && isBelow && ["hidden", "clip"].includes(overflowY)) return "cut below";
      across &&= !["auto", "scroll"].includes(overflowX);
      down &&= !["auto", "scroll"].includes(overflowY);
    }
    return "";
  }

  function lookAtText(node) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest(NO_TEXTS)) return;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5);
    const how = rects.map((rect) => cut(rect, element)).find(Boolean);
    if (how) return tell(how, node.data, element);
    const control = element.closest(CONTROLS);
    const box = control?.getBoundingClientRect();
    if (!box || box.width < 2) return;
    const isBeside = ({ left, right }) => left < box.left - ROOM || right > box.right + ROOM;
    if (rects.some(isBeside)) tell("beside its control", node.data, element);
    const lines = new Set(rects.map(({ top }) => Math.round(top / 4)));
    if (control.matches(ON_ONE_LINE) && lines.size > 1) tell("on several lines", node.data, element);
  }

  function lookAtField(field) {
    const text = field.value || field.placeholder;
    if (!text || !field.checkVisibility({ visibilityProperty: true })) return;
    const style = getComputedStyle(field);
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const needed = widthOf(text, `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`);
    const what = field.value ? "value" : "placeholder";
    if (room > 2 && needed > room + ROOM) tell(`${what} of ${Math.ceil(needed)} in ${Math.floor(room)}`, text, field);
  }

  // A table is a canvas: what its columns are is known to React alone.
  function lookAtTable(table) {
    const canvas = table.querySelector("canvas");
    let at = canvas?.[Object.keys(canvas).find((key) => key.startsWith("__reactFiber"))];
    while (at && !at.memoizedProps?.columns?.[0]?.width) at = at.return;
    if (canvas && !at) tell("a table whose columns are not found", "", table);
    for (const { title, width } of at?.memoizedProps.columns ?? []) {
      const { headerFontFull, cellHorizontalPadding } = at.memoizedProps.theme;
      const needed = widthOf(title, headerFontFull) + 2 * cellHorizontalPadding;
      if (title && needed > width + ROOM) tell(`head of ${Math.ceil(needed)} in ${width}`, title, table);
    }
  }

  function textsOf(part) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    return texts;
  }

  const isOpen = (part) => part.getBoundingClientRect().right > 100; // a sidebar that is drawn back is not
  const parts = [...document.querySelectorAll(PARTS)].filter(isOpen);
  new Set(parts.flatMap(textsOf)).forEach(lookAtText);
  document.querySelectorAll(FIELDS).forEach(lookAtField);
  document.querySelectorAll("[data-testid=stDataFrame]").forEach(lookAtTable);
  const main = document.querySelector("[data-testid=stMain]");
  if (main && main.scrollWidth > main.clientWidth) {
    const wide = [...main.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    tell(`a page of ${main.scrollWidth} in ${main.clientWidth}`, wide.at(-1)?.innerText ?? "", wide.at(-1) ?? main);
  }
  return [...found].sort();
}
