// A case's diagram. What it marks is read off the list of steps beside it, so the two never disagree.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { is } from "bpmn-js/lib/util/ModelUtil";

const READABLE = 0.75; // below this the labels are too small to read
const CLOSE = 0.9;
const OVERVIEW = 0.6; // below this one looks at the whole, and not at its steps
const STEP = 80; // pixels that an arrow key moves

const DANISH = { "Open {element}": "Åbn {element}" }; // the only words that the viewer itself says
const danish = {
  translate: [
    "value",
    (text, values = {}) => (DANISH[text] ?? text).replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole),
  ],
};

for (const place of document.querySelectorAll("[data-diagram]")) whenNear(place, () => show(place));

function whenNear(place, then) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    then();
  }, { rootMargin: "400px" });
  watch.observe(place);
}

async function show(place) {
  const holder = place.querySelector(".sg-canvas");
  const told = holder.querySelector(".sg-canvas-text");
  try {
    const answer = await fetch(place.dataset.diagram);
    if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
    const viewer = new NavigatedViewer({
      container: holder,
      additionalModules: [danish],
      zoomScroll: { enabled: false }, // the wheel scrolls the page, unless Ctrl is held
      textRenderer: { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily } },
    });
    await viewer.importXML(await answer.text());
    told.remove();
    fit(viewer, holder);
    mark(viewer, place);
    wire(viewer, place);
    look(viewer);
  } catch (problem) {
    told.textContent = "Diagrammet kunne ikke vises. Åbn siden igen, eller brug listen over trin herunder.";
    place.dataset.failed = String(problem);
  }
}

// A small drawing needs no tall frame.
function fit(viewer, holder) {
  const { inner } = viewer.get("canvas").viewbox();
  holder.style.height = `${Math.min(holder.clientHeight, inner.height + 100)}px`;
  viewer.get("canvas").resized();
}

function steps() {
  return [...document.querySelectorAll("[data-element]")];
}

function mark(viewer, place) {
  const [canvas, overlays, registry] = ["canvas", "overlays", "elementRegistry"].map((name) => viewer.get(name));
  for (const step of steps()) {
    const { element, state } = step.dataset;
    const shape = registry.get(element);
    if (!shape) continue;
    // What is drawn inside a sub-process must stay as clear as the rest.
    canvas.addMarker(element, isExpanded(shape) ? `sg-holds-${state}` : `sg-is-${state}`);
    if (step.dataset.symbol) overlays.add(element, "mark", badges(step, shape));
    const called = ways(step);
    // Never too small to be hit: in the overview, where there is no room, they go away.
    const hit = { show: { minZoom: OVERVIEW }, scale: { min: 1 } };
    if (called) overlays.add(element, "ways", { position: { bottom: 4, left: 0 }, html: called, ...hit });
  }
  const picture = place.querySelector(".djs-container > svg");
  picture.setAttribute("role", "img");
  picture.setAttribute(
    "aria-label",
    `Diagram over ${place.dataset.name}. Listen over trin siger det samme. Piletaster flytter diagrammet, plus og minus ændrer størrelsen.`,
  );
  place.querySelector(".bjs-powered-by").lang = "en";
}

function isExpanded(shape) {
  return is(shape, "bpmn:SubProcess") && shape.children.length > 0;
}

function badges(step, shape) {
  const { symbol, state, done } = step.dataset;
  const html = document.createElement("div");
  html.className = "sg-badges";
  html.ariaHidden = "true";
  html.append(badge(state, symbol));
  // How often: on activities only, it would hide an event or a gateway.
  const roomy = shape.width > 60;
  if (roomy && state !== "done" && Number(done) > 0) html.append(badge("done", done > 1 ? `✓ ×${done}` : "✓"));
  if (roomy && state === "done" && done > 1) html.firstChild.textContent += ` ×${done}`;
  return { position: roomy ? { top: -12, left: -10 } : { top: -12, left: -16 }, html, scale: { min: OVERVIEW } };
}

function badge(state, text) {
  const made = document.createElement("span");
  made.className = `sg-mark sg-mark-${state}`;
  made.textContent = text;
  return made;
}

// The list has the newest first.
function ways(step) {
  const links = [...step.querySelectorAll(":scope > div > .sg-called a, :scope > div > details .sg-called a")];
  if (!links.length) return null;
  const html = document.createElement("div");
  html.className = "sg-ways-in";
  const name = step.querySelector("strong").textContent;
  html.append(link(links[0].href, "Åbn forløb", `Åbn forløb: ${name}`));
  if (links.length > 1) {
    const all = link(`#${step.id}`, `Alle ${links.length}`, `Alle ${links.length} forløb i listen: ${name}`);
    all.addEventListener("click", () => reveal(step));
    html.append(all);
  }
  return html;
}

function link(href, text, label) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  made.ariaLabel = label;
  return made;
}

function reveal(step) {
  step.closest("#trin").open = true;
  for (const more of step.querySelectorAll(":scope > div > details")) more.open = true;
}

function wire(viewer, place) {
  const canvas = viewer.get("canvas");
  const scale = viewer.get("zoomScroll");
  const tools = place.querySelector(".sg-tools");
  const acts = {
    in: () => scale.stepZoom(1),
    out: () => scale.stepZoom(-1),
    whole: () => canvas.zoom("fit-viewport", "auto"),
    now: () => look(viewer),
  };
  tools.addEventListener("click", ({ target }) => acts[target.closest("[data-zoom]")?.dataset.zoom]?.());
  tools.hidden = false;

  const keys = {
    ArrowLeft: () => canvas.scroll({ dx: STEP, dy: 0 }),
    ArrowRight: () => canvas.scroll({ dx: -STEP, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: STEP }),
    ArrowDown: () => canvas.scroll({ dx: 0, dy: -STEP }),
    "+": acts.in,
    "-": acts.out,
    0: acts.whole,
  };
  place.querySelector(".djs-container > svg").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  const zoom = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    scale.stepZoom(event.deltaY < 0 ? 1 : -1);
  };
  place.querySelector(".sg-canvas").addEventListener("wheel", zoom, { passive: false });
  // A link deep in the diagram that takes the keyboard's focus is brought into sight: the drawing
  // moves, never the frame around it, which the browser would scroll on its own.
  const frame = place.querySelector(".djs-container");
  frame.addEventListener("scroll", () => frame.scrollTo(0, 0));
  frame.addEventListener("focusin", ({ target }) => {
    const around = target.closest("[data-container-id]");
    if (around) canvas.scrollToElement(around.dataset.containerId, 80);
  });
}

// The whole diagram where it can be read; else close up where the instance stands.
function look(viewer) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() >= READABLE) return;
  const here = steps()
    .filter((step) => "here" in step.dataset)
    .sort((a, b) => a.dataset.here - b.dataset.here)
    .map((step) => registry.get(step.dataset.element));
  const at = here.find(Boolean) ?? registry.find((element) => element.type === "bpmn:StartEvent");
  if (!at) return;
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / CLOSE, outer.height / CLOSE];
  canvas.viewbox({
    x: within(at.x + at.width / 2 - width / 2, inner.x, inner.width, width),
    y: within(at.y + at.height / 2 - height / 2, inner.y, inner.height, height),
    width,
    height,
  });
}

// As near to a place as the drawing goes: no empty paper where there are steps to show.
function within(wanted, start, length, shown) {
  const margin = 30;
  if (length + 2 * margin <= shown) return start + length / 2 - shown / 2;
  return Math.min(Math.max(wanted, start - margin), start + length + margin - shown);
}
