// A film of events: the picture it is at, what plays it in the events' own time, faster, and the list of them all.

const SHORTEST = 400; // milliseconds that a picture stands, however close the next one is
const LONGEST = 2500; // and however far

const films = new WeakMap();

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".film");
  const told = JSON.stringify(data);
  let film = films.get(root);
  if (film?.told !== told) {
    film?.stop();
    film = new Film(root, data, told);
    films.set(root, film);
  }
  return () => film.stop();
}

class Film {
  constructor(root, { frames, words }, told) {
    Object.assign(this, { root, frames, words, told, at: 0, timer: null });
    const find = (name) => root.querySelector(`.${name}`);
    this.screen = find("screen");
    this.parts = ["clock", "title", "detail"].map(find);
    [this.playing, this.place, this.speed, this.list] = ["play", "place", "speed", "frames"].map(find);
    this.place.max = Math.max(frames.length - 1, 0);
    this.list.replaceChildren(...frames.map((frame) => this.row(frame)));
    root.setAttribute("aria-label", words.film);
    find("back").setAttribute("aria-label", words.back);
    find("next").setAttribute("aria-label", words.next);
    this.place.setAttribute("aria-label", words.event);
    this.speed.setAttribute("aria-label", words.speed);
    this.playing.onclick = () => (this.timer === null ? this.play() : this.stop());
    find("back").onclick = () => this.goTo(this.at - 1);
    find("next").onclick = () => this.goTo(this.at + 1);
    this.place.oninput = () => this.goTo(Number(this.place.value));
    this.stop();
    this.show(0);
  }

  row(frame) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const [when, what] = ["when", "what"].map((name) => Object.assign(document.createElement("span"), { className: name }));
    when.textContent = clock(frame.at);
    what.textContent = [frame.title, frame.detail].filter(Boolean).join(" · ");
    button.type = "button";
    button.title = frame.exact;
    button.append(when, what);
    button.onclick = () => this.goTo(frame.number);
    item.className = frame.kind;
    item.append(button);
    return item;
  }

  goTo(place) {
    this.stop();
    this.show(place);
  }

  show(place) {
    this.at = Math.min(Math.max(place, 0), this.frames.length - 1);
    const frame = this.frames[this.at];
    if (!frame) return;
    const said = [fill(this.words.clock, { now: clock(frame.at), end: clock(this.frames.at(-1).at) }), frame.title, frame.detail];
    this.parts.forEach((part, number) => (part.textContent = said[number]));
    this.screen.className = `screen ${frame.kind}`;
    this.place.value = this.at;
    const named = { number: this.at + 1, all: this.frames.length, title: frame.title };
    this.place.setAttribute("aria-valuetext", fill(this.words.place, named));
    [...this.list.children].forEach((item, number) => {
      const button = item.firstElementChild;
      if (number === this.at) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
    this.reveal(this.list.children[this.at]);
  }

  // Within the list alone: the page around it stays where it is.
  reveal(item) {
    const above = item.offsetTop - this.list.offsetTop;
    if (above < this.list.scrollTop) this.list.scrollTop = above;
    const below = above + item.offsetHeight - this.list.clientHeight;
    if (below > this.list.scrollTop) this.list.scrollTop = below;
  }

  play() {
    if (this.at === this.frames.length - 1) this.show(0);
    this.playing.textContent = this.words.pause;
    this.wait();
  }

  wait() {
    const next = this.frames[this.at + 1];
    if (!next) return this.stop();
    const gap = ((next.at - this.frames[this.at].at) * 1000) / Number(this.speed.value);
    this.timer = setTimeout(
      () => {
        this.show(this.at + 1);
        this.wait();
      },
      Math.min(Math.max(gap, SHORTEST), LONGEST),
    );
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
    this.playing.textContent = this.words.play;
  }
}

function fill(text, named) {
  return text.replace(/\{(\w+)\}/g, (_, name) => named[name]);
}

function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
