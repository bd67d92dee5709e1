// Drawing without a mouse: what the palette and the menus on the drawing do, for the step that is chosen.
import { useId, useState } from "preact/hooks";

import { Group } from "../group.jsx";
import { usePanel } from "../fields.jsx";
import { boOf, is } from "../model.js";
import { nameOf } from "../../kinds.js";
import { offeredOf } from "../../offered.js";
import { show } from "../../show.js";
import { label } from "../../steps.js";
import { translate } from "../../translate.js";

// What can come after a step, by its word in bpmn-js' menus.
const NEXT = [
  ["User task", { type: "bpmn:UserTask" }],
  ["Service task", { type: "bpmn:ServiceTask" }],
  ["Send task", { type: "bpmn:SendTask" }],
  ["Business rule task", { type: "bpmn:BusinessRuleTask" }],
  ["Call activity", { type: "bpmn:CallActivity" }],
  ["Sub-process (expanded)", { type: "bpmn:SubProcess", isExpanded: true }],
  ["Exclusive gateway", { type: "bpmn:ExclusiveGateway" }],
  ["Parallel gateway", { type: "bpmn:ParallelGateway" }],
  ["Inclusive gateway", { type: "bpmn:InclusiveGateway" }],
  ["Event-based gateway", { type: "bpmn:EventBasedGateway" }],
  ["Timer intermediate catch event", { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:TimerEventDefinition" }],
  ["Message intermediate catch event", { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:MessageEventDefinition" }],
  ["End event", { type: "bpmn:EndEvent" }],
];
// What can sit on a task's edge.
const ON_EDGE = [
  ["Timer boundary event (non-interrupting)", { eventDefinitionType: "bpmn:TimerEventDefinition", cancelActivity: false }],
  ["Timer boundary event", { eventDefinitionType: "bpmn:TimerEventDefinition" }],
  ["Message boundary event", { eventDefinitionType: "bpmn:MessageEventDefinition" }],
  ["Error boundary event", { eventDefinitionType: "bpmn:ErrorEventDefinition" }],
  ["Escalation boundary event", { eventDefinitionType: "bpmn:EscalationEventDefinition" }],
];

export function Draw({ element }) {
  const { modeler } = usePanel();
  const bo = boOf(element);
  if (!modeler.get("modeling", false) || !element.parent) return null;
  const goesOn = is(bo, "bpmn:FlowNode") && !is(bo, "bpmn:EndEvent") && !bo.triggeredByEvent;
  return (
    <Group title="Tegn uden mus" shut>
      
      {goesOn && <Do title="Tilføj efter trinnet" verb="Tilføj" choices={named(NEXT)} onDo={(at) => append(modeler, element, NEXT[at][1])} />}
      {is(bo, "bpmn:Activity") && (
        <Do title="Tilføj på kanten" verb="Tilføj" choices={named(ON_EDGE)} onDo={(at) => attach(modeler, element, ON_EDGE[at][1])} />
      )}
      {goesOn && <Connect element={element} />}
      <Replace element={element} />
      <button type="button" class="md-small" onClick={() => modeler.get("modeling").removeElements([element])}>
        Slet »{nameOf(bo)}«
      </button>
    </Group>
  );
}

const named = (rows) => rows.map(([word], at) => [String(at), translate(word)]);

function Do({ title, verb, choices, onDo }) {
  const id = useId();
  const [chosen, choose] = useState("");
  function act() {
    if (chosen === "") return;
    choose("");
    onDo(chosen);
  }
  return (
    <div class="md-field">
      <label class="md-label" for={id}>{title}</label>
      <div class="md-do">
        <select class="md-input" id={id} value={chosen} onChange={(event) => choose(event.target.value)}>
          <option value="">Vælg</option>
          {choices.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
        </select>
        <button type="button" class="md-small" aria-label={`${verb}: ${title}`} onClick={act}>{verb}</button>
      </div>
    </div>
  );
}

function Connect({ element }) {
  const { modeler } = usePanel();
  const rules = modeler.get("rules");
  const targets = modeler.get("elementRegistry").filter((each) => {
    const step = is(each, "bpmn:FlowNode") && each.type !== "label" && each !== element;
    return step && rules.allowed("connection.create", { source: element, target: each });
  });
  const choices = targets.map((each) => [each.id, label(each)]);
  const connect = (id) => modeler.get("modeling").connect(element, modeler.get("elementRegistry").get(id));
  return <Do title="Tegn en pil til" verb="Tegn" choices={choices} onDo={connect} />;
}

function Replace({ element }) {
  const { modeler } = usePanel();
  const entries = Object.entries(offeredOf(modeler.get("replaceMenuProvider").getPopupMenuEntries(element)));
  if (!entries.length) return null;
  const choices = entries.map(([id, { label }]) => [id, label]);
  return (
    <Do title="Skift art til" verb="Skift" choices={choices}
      onDo={(id) => {
        const made = Object.fromEntries(entries)[id].action();
        if (made) show(modeler, made);
      }} />
  );
}

function append(modeler, element, attributes) {
  const made = modeler.get("autoPlace").append(element, modeler.get("elementFactory").createShape(attributes));
  show(modeler, made);
}

// On the lower edge, to the right of what already sits there.
function attach(modeler, host, attributes) {
  const shape = modeler.get("elementFactory").createShape({ type: "bpmn:BoundaryEvent", ...attributes });
  const place = { x: host.x + Math.min(host.width - 20, 30 + 50 * host.attachers.length), y: host.y + host.height };
  show(modeler, modeler.get("modeling").createShape(shape, place, host, { attach: true }));
}
