// The drawing as a list: everything on it can be chosen by name, without a mouse.
import { is } from "bpmn-js/lib/util/ModelUtil";

import { kindOf, nameOf } from "./kinds.js";
import { show } from "./show.js";

const PARTS = [
  ["Processen", ["bpmn:Collaboration", "bpmn:Process", "bpmn:Participant", "bpmn:Lane"]],
  ["Trin", ["bpmn:FlowNode"]],
  ["Pile", ["bpmn:SequenceFlow", "bpmn:MessageFlow"]],
  ["Noter og andet", ["bpmn:BaseElement"]],
];

export function listSteps(modeler, select) {
  const registry = modeler.get("elementRegistry");
  let drawn = "";

  function write() {
    const parts = PARTS.map(([title]) => [title, []]);
    for (const element of registry.getAll()) {
      const bo = element.businessObject;
      if (!bo || element.labelTarget || element.type === "label" || element.isImplicit) continue;
      const at = PARTS.findIndex(([, types]) => types.some((type) => is(bo, type)));
      if (at >= 0) parts[at][1].push(element);
    }
    for (const [, elements] of parts) elements.sort(asRead);
    const html = parts.map(([title, elements]) => [title, elements.map((each) => [each.id, label(each)])]);
    if (JSON.stringify(html) === drawn) return;
    drawn = JSON.stringify(html);
    select.replaceChildren(...html.filter(([, rows]) => rows.length).map(([title, rows]) => group(title, rows)));
    follow();
  }

  function follow() {
    const [chosen] = modeler.get("selection").get();
    const id = (chosen?.labelTarget ?? chosen ?? modeler.get("canvas").getRootElement())?.id ?? "";
    if (select.value !== id) select.value = id; // setting it anew would break off what is being typed
  }

  select.addEventListener("change", () => show(modeler, registry.get(select.value)));
  modeler.on(["import.done", "commandStack.changed"], 400, write);
  modeler.on(["selection.changed", "root.set"], 400, follow);
}

// The name first: that is what one types to find it.
export function label({ businessObject: bo }) {
  return bo.sourceRef && !bo.name ? `${kindOf(bo)} ${nameOf(bo)}` : `${nameOf(bo)} (${kindOf(bo)})`;
}

// As one reads a drawing: lane by lane in the file, and from left to right.
function asRead(one, other) {
  const [a, b] = [one, other].map((each) => each.x ?? each.waypoints?.[0].x ?? -1);
  return a - b || (one.y ?? 0) - (other.y ?? 0);
}

function group(title, rows) {
  const box = document.createElement("optgroup");
  box.label = title;
  box.append(...rows.map(([id, text]) => new Option(text, id)));
  return box;
}
