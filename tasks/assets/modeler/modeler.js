// The page where a process owner draws: bpmn-js with our own words, panel and checks around it.
import BpmnModeler from "bpmn-js/lib/Modeler";
import BpmnViewer from "bpmn-js/lib/NavigatedViewer";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";

import { Draft } from "./draft.js";
import { Findings } from "./findings.js";
import offered from "./offered.js";
import { writeAll } from "./panel/fields.jsx";
import { together } from "./panel/model.js";
import { showPanel } from "./panel/panel.jsx";
import sag from "./sag.json";
import { Refused, Server } from "./server.js";
import { READABLE } from "./show.js";
import { listSteps } from "./steps.js";
import danish from "./translate.js";

const EMPTY = "Tegningen kunne ikke læses. Hent filen, og ret den i et andet program, eller vælg en tidligere version.";

const PALETTE = 110; // pixels, with its margins
const MARGIN = 16;

// bpmn-js as it is set up everywhere in the product.
export function createModeler(container, readOnly = false) {
  const Kind = readOnly ? BpmnViewer : BpmnModeler;
  return new Kind({
    container,
    additionalModules: readOnly ? [danish] : [danish, offered, together],
    moddleExtensions: { camunda, sag },
  });
}

async function open(page) {
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const { address, csrf, base, seen, file } = page.dataset;
  const readOnly = page.dataset.readOnly === "true";
  const catalog = JSON.parse(document.querySelector("#katalog").textContent);
  const server = new Server(address, csrf);
  const canvas = part("canvas");
  const modeler = createModeler(canvas, readOnly);
  canvas.modeler = modeler; // for tests, and for whoever looks under the bonnet

  const findings = new Findings(modeler, file, part("findings"));
  const say = speaker(part("status"), part("problem"));
  const write = async () => {
    writeAll();
    return (await modeler.saveXML({ format: true })).xml;
  };
  const draft = new Draft({ server, base, seen, write, findings, say });

  listSteps(modeler, part("steps"));
  let original;
  try {
    original = await server.diagram(page.dataset.xml);
    await modeler.importXML(original);
  } catch (error) {
    return say(error instanceof Refused ? error.message : EMPTY, "problem");
  }
  nameCanvas(canvas);
  showPanel(modeler, part("panel"), { catalog, readOnly, findings });
  const beside = readOnly ? 0 : PALETTE;
  const zoom = (step) => (step ? modeler.get("zoomScroll").stepZoom(step) : showAll(modeler.get("canvas"), beside));
  showAll(modeler.get("canvas"), beside, READABLE);
  findings.addEventListener("chosen", () => part("panel").scrollTo({ top: 0 }));
  const actions = {
    "zoom-in": () => zoom(1),
    "zoom-out": () => zoom(-1),
    fit: () => zoom(),
    download: async () => download(file, readOnly ? original : await write()),
  };
  if (!readOnly) drawing({ page, modeler, draft, actions });
  page.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
  page.dataset.ready = "true";
  if (!readOnly) draft.check();
}

// The whole drawing in sight, beside the palette and never larger than drawn; or its beginning, when it must be `atLeast` so large.
function showAll(canvas, beside, atLeast = 0) {
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  const room = { width: outer.width - beside - 2 * MARGIN, height: outer.height - 2 * MARGIN };
  const scale = Math.max(atLeast, Math.min(1, room.width / inner.width, room.height / inner.height));
  const spare = { x: Math.max(0, room.width / scale - inner.width) / 2, y: (room.height / scale - inner.height) / 2 };
  canvas.viewbox({
    x: inner.x - spare.x - (beside + MARGIN) / scale,
    y: inner.y - spare.y - MARGIN / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

// What only somebody who may change the drawing needs.
function drawing({ page, modeler, draft, actions }) {
  const stack = modeler.get("commandStack");
  const buttons = ["undo", "redo"].map((name) => page.querySelector(`[data-do="${name}"]`));
  const mayStep = () => {
    for (const button of buttons) button.setAttribute("aria-disabled", String(!(button.dataset.do === "undo" ? stack.canUndo() : stack.canRedo())));
  };
  Object.assign(actions, {
    save: () => draft.save(),
    undo: () => (writeAll(), stack.canUndo() && stack.undo()),
    redo: () => stack.canRedo() && stack.redo(),
  });
  modeler.on("commandStack.changed", ({ trigger }) => {
    mayStep();
    if (trigger !== "clear") draft.changed();
  });
  mayStep();
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const inPanel = event.target.closest?.("[data-part='panel']");
    const name = key === "s" ? "save" : inPanel && key === "z" ? (event.shiftKey ? "redo" : "undo") : inPanel && key === "y" ? "redo" : null;
    if (!name) return;
    event.preventDefault();
    actions[name]();
  });
  // The next page shows the draft as it is saved, so it is saved first.
  for (const link of page.querySelectorAll("a[data-after-saving]")) {
    link.addEventListener("click", async (event) => {
      if (!draft.unsaved && !typing()) return;
      event.preventDefault();
      if (await draft.save()) location.assign(link.href);
    });
  }
  const typing = () => (writeAll(), draft.unsaved);
  window.addEventListener("beforeunload", (event) => typing() && event.preventDefault());
}

// The status is read aloud when something is saved, the problem at once; every keystroke's `not saved` is only seen.
function speaker(status, problem) {
  return (text, kind) => {
    status.textContent = kind === "problem" ? "" : text;
    status.setAttribute("aria-live", kind === "saved" ? "polite" : "off");
    if (kind === "problem" || kind === "saved") {
      problem.hidden = kind !== "problem";
      problem.querySelector("[data-part='problem-text']").textContent = kind === "problem" ? text : "";
    }
  };
}

function nameCanvas(canvas) {
  const svg = canvas.querySelector(".djs-container > svg");
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-label", "Tegneflade. Med tastaturet vælges trin i listen »Trin«.");
  canvas.querySelector(".bjs-powered-by").lang = "en";
}

function download(file, xml) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([xml], { type: "application/xml" }));
  link.download = file.split("/").at(-1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

const page = document.querySelector("[data-modeler]");
if (page) open(page);
