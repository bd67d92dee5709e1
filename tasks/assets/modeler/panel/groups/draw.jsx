// Drawing without a mouse: what the palette and the menus on the drawing do, for the step that is chosen.
import { useId, useState } from "preact/hooks";

import { Group } from "../group.jsx";
import { usePanel } from "../fields.jsx";
import { boOf, definition, is, isAny } from "../model.js";
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
  ["Receive task", { type: "bpmn:ReceiveTask" }],
  ["Call activity", { type: "bpmn:CallActivity" }],
  ["Sub-process (expanded)", { type: "bpmn:SubProcess", isExpanded: true }],
  ["Ad-hoc sub-process (expanded)", { type: "bpmn:AdHocSubProcess", isExpanded: true }],
  ["Transaction", { type: "bpmn:Transaction", isExpanded: true }],
  ["Exclusive gateway", { type: "bpmn:ExclusiveGateway" }],
  ["Parallel gateway", { type: "bpmn:ParallelGateway" }],
  ["Inclusive gateway", { type: "bpmn:InclusiveGateway" }],
  ["Event-based gateway", { type: "bpmn:EventBasedGateway" }],
  ["Timer intermediate catch event", { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:TimerEventDefinition" }],
  ["Message intermediate catch event", { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:MessageEventDefinition" }],
  ["Signal intermediate catch event", { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:SignalEventDefinition" }],
  ["Intermediate throw event", { type: "bpmn:IntermediateThrowEvent" }],
  ["End event", { type: "bpmn:EndEvent" }],
];
// What does a step's work over again, when its compensation event is thrown.
const UNDOING = [
  ["User task", { type: "bpmn:UserTask", isForCompensation: true }],
  ["Service task", { type: "bpmn:ServiceTask", isForCompensation: true }],
  ["Send task", { type: "bpmn:SendTask", isForCompensation: true }],
];
// What can stand in a process or a sub-process without an arrow to it.
const INSIDE = [
  ["Event sub-process", { type: "bpmn:SubProcess", triggeredByEvent: true, isExpanded: true }],
  ["User task", { type: "bpmn:UserTask" }],
  ["Start event", { type: "bpmn:StartEvent" }],
];
// What can sit on a task's edge.
const ON_EDGE = [
  ["Timer boundary event (non-interrupting)", { eventDefinitionType: "bpmn:TimerEventDefinition", cancelActivity: false }],
  ["Timer boundary event", { eventDefinitionType: "bpmn:TimerEventDefinition" }],
  ["Message boundary event", { eventDefinitionType: "bpmn:MessageEventDefinition" }],
  ["Error boundary event", { eventDefinitionType: "bpmn:ErrorEventDefinition" }],
  ["Escalation boundary event", { eventDefinitionType: "bpmn:EscalationEventDefinition" }],
  ["Signal boundary event", { eventDefinitionType: "bpmn:SignalEventDefinition" }],
  ["Compensation boundary event", { eventDefinitionType: "bpmn:CompensateEventDefinition" }],
];

export function Draw({ element }) {
  const { modeler } = usePanel();
  const bo = boOf(element);
  if (!modeler.get("modeling", false) || is(bo, "bpmn:Collaboration")) return null;
  const undone = is(bo, "bpmn:BoundaryEvent") && definition(bo, "Compensate");
  const goesOn = is(bo, "bpmn:FlowNode") && !is(bo, "bpmn:EndEvent") && !bo.triggeredByEvent && !bo.isForCompensation;
  const next = undone ? UNDOING : NEXT;
  return (
    <Group title="Tegn uden mus" shut>
      {goesOn && <Do title="Tilføj efter trinnet" verb="Tilføj" choices={named(next)} onDo={(at) => append(modeler, element, next[at][1])} />}
      {isAny(bo, ["bpmn:SubProcess", "bpmn:Participant", "bpmn:Process"]) && (
        <Do title="Tilføj i den" verb="Tilføj" choices={named(INSIDE)} onDo={(at) => putInside(modeler, element, INSIDE[at][1])} />
      )}
      {is(bo, "bpmn:Activity") && (
        <Do title="Tilføj på kanten" verb="Tilføj" choices={named(ON_EDGE)} onDo={(at) => attach(modeler, element, ON_EDGE[at][1])} />
      )}
      {goesOn && <Connect element={element} />}
      {element.parent && <Change element={element} />}
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

function Change({ element }) {
  const { modeler } = usePanel();
  return (
    <>
      <Replace element={element} />
      <button type="button" class="md-small" onClick={() => modeler.get("modeling").removeElements([element])}>
        Slet »{nameOf(boOf(element))}«
      </button>
    </>
  );
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

// To the left, below every step that stands there; the frame grows with it.
function putInside(modeler, frame, attributes) {
  const shape = modeler.get("elementFactory").createShape(attributes);
  const steps = frame.children.filter((each) => is(each, "bpmn:FlowNode") && each.type !== "label");
  const lowest = Math.max(frame.y ?? 0, ...steps.map(({ y, height }) => y + height));
  const place = { x: (frame.x ?? 100) + 50 + shape.width / 2, y: lowest + 40 + shape.height / 2 };
  show(modeler, modeler.get("modeling").createShape(shape, place, frame));
}

// On the lower edge, to the right of what already sits there.
function attach(modeler, host, attributes) {
  const shape = modeler.get("elementFactory").createShape({ type: "bpmn:BoundaryEvent", ...attributes });
  const place = { x: host.x + Math.min(host.width - 20, 30 + 50 * host.attachers.length), y: host.y + host.height };
  show(modeler, modeler.get("modeling").createShape(shape, place, host, { attach: true }));
}
