// The way that shows a finding, on the drawing: its arrows drawn heavily, its steps numbered in order.
import { kindOf, nameOf } from "./kinds.js";
import { READABLE, show } from "./show.js";

const MARGIN = 60; // around the way, in the drawing's own measure
const PALETTE = 120; // pixels

export class Path {
  #marked = [];

  constructor(modeler) {
    this.modeler = modeler;
  }

  hide() {
    const canvas = this.modeler.get("canvas");
    for (const element of this.#marked) if (element.parent) canvas.removeMarker(element, "md-path");
    this.modeler.get("overlays").remove({ type: "md-path-number" });
    this.#marked = [];
  }

  show(ids) {
    this.hide();
    const elements = this.#elements(ids);
    if (!elements.length) return;
    const canvas = this.modeler.get("canvas");
    this.#marked = [...new Set(elements)];
    for (const element of this.#marked) canvas.addMarker(element, "md-path");
    for (const [step, numbers] of numbered(elements)) this.#number(step, numbers);
    this.#bringIntoSight(elements);
  }

  // What each number stands for, for those who do not see the drawing.
  list(ids) {
    const list = document.createElement("ol");
    list.className = "md-path-list";
    for (const { businessObject } of this.#elements(ids).filter(isStep)) {
      const line = document.createElement("li");
      line.textContent = `${kindOf(businessObject)} »${nameOf(businessObject)}«`;
      list.append(line);
    }
    return list;
  }

  // A drawing that was changed since the check may have lost some of them.
  #elements(ids) {
    const registry = this.modeler.get("elementRegistry");
    return ids.map((id) => registry.get(id)).filter(Boolean);
  }

  #number(step, numbers) {
    const badge = document.createElement("span");
    badge.className = "md-path-number";
    badge.textContent = numbers.join(" · ");
    badge.setAttribute("aria-hidden", "true"); // the list has them in words
    this.modeler.get("overlays").add(step, "md-path-number", { position: { bottom: 12, left: -12 }, html: badge, scale: false });
  }

  #bringIntoSight(elements) {
    const canvas = this.modeler.get("canvas");
    const last = elements.at(-1);
    show(this.modeler, last);
    const root = canvas.findRoot(last);
    const steps = elements.filter((each) => isStep(each) && canvas.findRoot(each) === root);
    const left = Math.min(...steps.map(({ x }) => x)) - MARGIN;
    const top = Math.min(...steps.map(({ y }) => y)) - MARGIN;
    const width = Math.max(...steps.map((each) => each.x + each.width)) + MARGIN - left;
    const height = Math.max(...steps.map((each) => each.y + each.height)) + MARGIN - top;
    const { outer } = canvas.viewbox();
    const scale = Math.min(1, (outer.width - PALETTE) / width, outer.height / height);
    if (scale < READABLE) return; // too far apart to be seen at once: the end of it is where it goes wrong
    canvas.viewbox({ x: left - PALETTE / scale, y: top, width: outer.width / scale, height: outer.height / scale });
  }
}

const isStep = ({ waypoints }) => !waypoints;

// Each step with the numbers it has on the way; a ring comes back to where it began.
function numbered(elements) {
  const numbers = new Map();
  elements.filter(isStep).forEach((step, index) => numbers.set(step, [...(numbers.get(step) ?? []), index + 1]));
  return numbers;
}
