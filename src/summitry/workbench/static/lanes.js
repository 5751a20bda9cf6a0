// Pictures that take longer than a plain look go after the hand in lanes, each at a pace of its own.
import { send } from "./asking.js";
import { visible } from "./pictures.js";

const pieces = () => [...document.querySelectorAll("[data-piece]")];

// Pictures and pieces of the page that can be seen, by their keys: of a lane, or of none.
export function here(lane = "") {
  const every = [...document.querySelectorAll("figure[data-picture]"), ...pieces()];
  return every
    .filter((one) => (one.dataset.lane ?? "") === lane && visible(one))
    .map((one) => one.dataset.picture ?? one.dataset.key);
}

export function fillPieces(found) {
  for (const place of pieces()) {
    const text = found?.[place.dataset.piece];
    if (text === undefined) continue;
    const open = [...place.querySelectorAll("details")].map((one) => one.open);
    place.innerHTML = text;
    place.querySelectorAll("details").forEach((one, n) => { one.open = open[n] ?? false; });
  }
}

// One question at a time, and always for the latest place.
class Lane {
  constructor(name, all) {
    this.name = name;
    this.all = all;
    this.next = null;
    this.asking = false;
  }

  async run() {
    if (this.asking || !this.next) return;
    this.asking = true;
    const { form, to, begun } = this.next;
    const stale = () => begun !== this.all.rests();
    this.next = null;
    try {
      const want = here(this.name);
      if (want.length) {
        const found = await send("/follow", { number: form.dataset.number, to, lane: this.name, want });
        if (!stale()) {
          fillPieces(found.pieces);
          await this.all.pictures.draw(found.pictures, stale);
        }
      }
    } catch {
      // Such a place cannot be worked out; what is marked as behind stays so until it is let go.
    }
    this.asking = false;
    if (this.all.arrived) document.body.dataset.trailed = String(to);
    this.run();
  }
}

// `rests` counts how often the hand has let go: what was asked for before is drawn no more.
export class Lanes {
  constructor(pictures, rests) {
    this.pictures = pictures;
    this.rests = rests;
    this.every = new Map();
  }

  get arrived() { return [...this.every.values()].every((one) => !one.asking && !one.next); }

  // What is in view of every lane goes after the hand.
  trail(form, to) {
    for (const { dataset: { lane } } of document.querySelectorAll("[data-lane]")) {
      if (!this.every.has(lane)) this.every.set(lane, new Lane(lane, this));
    }
    for (const lane of this.every.values()) {
      if (!here(lane.name).length) continue;
      lane.next = { form, to, begun: this.rests() };
      lane.run();
    }
  }

  drop() { for (const lane of this.every.values()) lane.next = null; }
}
