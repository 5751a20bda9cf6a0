// Pictures that follow: the same specifications as the server draws, drawn here without eval.
export class Pictures {
  constructor(at) {
    this.at = at;
    this.drawn = new Map();
    this.ready = false;
    this.loading = null;
  }

  here() {
    return [...document.querySelectorAll("figure[data-picture]")].map((one) => one.dataset.picture);
  }

  // The number has moved on: what is not drawn anew for a while turns pale.
  lag() {
    for (const figure of document.querySelectorAll("figure[data-picture]")) figure.classList.add("behind");
  }

  load() {
    this.loading ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = "/static/vega.js";
      script.onload = () => { this.ready = true; done(); };
      script.onerror = failed;
      document.head.append(script);
    });
    return this.loading;
  }

  async show(specs) {
    await this.draw(specs);
    for (const figure of document.querySelectorAll("figure[data-picture]")) {
      figure.classList.toggle("behind", !(figure.dataset.picture in specs));
    }
  }

  // All of them in one frame; the rest of the page's pictures stay as they are. What draws them may
  // have been long in coming: what is stale by then is not drawn over what has come since.
  async draw(specs, stale) {
    await this.load();
    if (stale?.()) return;
    await Promise.all(Object.entries(specs).map(async ([key, spec]) => {
      const figure = document.querySelector(`figure[data-picture="${key}"]`);
      if (!figure) return;
      await this.one(figure, key, spec);
      figure.classList.remove("behind");
    }));
  }

  async one(figure, key, spec) {
    const { bare, data } = taken(spec);
    const shape = JSON.stringify(bare);
    const texts = data.map((values) => JSON.stringify(values));
    const known = this.drawn.get(key);
    if (known && known.shape === shape && known.place.isConnected) {
      try {
        data.forEach((values, n) => { if (texts[n] !== known.texts[n]) known.view.data(`d${n}`, values); });
        known.texts = texts;
        await known.view.runAsync();
        return;
      } catch {
        // The compiler has put these data together with others: drawn anew below.
      }
    }
    const place = document.createElement("div");
    place.className = "drawn";
    const options = { mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false, hover: false, logLevel: 1 };
    const made = await window.vegaEmbed(place, named(bare, data), options);
    const old = figure.querySelector("img, .drawn");
    const text = figure.querySelector("img")?.alt ?? old?.getAttribute("aria-label") ?? "";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", text);
    old?.replaceWith(place);
    known?.view.finalize();
    this.drawn.set(key, { view: made.view, shape, texts, place });
  }

  // What the page is asked for with: pictures that it has and keeps need not be measured again.
  had() {
    return this.ready ? { "x-summitry": "script", "x-pictures": this.here().join(" ") } : {};
  }

  // Pictures that are there stay as they are until they are drawn anew, so that nothing blinks and
  // nothing jumps; the others come with their size. What is returned puts them into the fresh page
  // once that stands here: in another document an image would be loaded anew.
  keep(fresh) {
    const kept = [];
    for (const figure of this.ready ? fresh.querySelectorAll("figure[data-picture]") : []) {
      const there = document.querySelector(`figure[data-picture="${figure.dataset.picture}"] :is(img, .drawn)`);
      const image = figure.querySelector("img");
      if (!there || !image) continue;
      const place = fresh.createElement("span");
      image.replaceWith(place);
      kept.push([place, there]);
    }
    return () => kept.forEach(([place, there]) => place.replaceWith(there));
  }
}

export function visible(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// A specification without its values, and the values.
function taken(spec) {
  const data = [];
  const bare = JSON.parse(JSON.stringify(spec, (key, value) => {
    if (key === "data" && value && Array.isArray(value.values)) {
      data.push(value.values);
      return { name: `d${data.length - 1}` };
    }
    return value;
  }));
  delete bare.$schema; // the library would compare it with its own version, aloud
  return { bare, data };
}

function named(bare, data) {
  return { ...bare, datasets: Object.fromEntries(data.map((values, n) => [`d${n}`, values])) };
}
