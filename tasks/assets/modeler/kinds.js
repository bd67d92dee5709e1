// What an element is called. bpmn-js has a word for each thing in its menus, so the same Danish word is used here.
import { is } from "bpmn-js/lib/util/ModelUtil";

import texts from "./danish.json";

const OTHERS = {
  "bpmn:Process": "Proces",
  "bpmn:Collaboration": "Tegning",
  "bpmn:Participant": "Pulje",
  "bpmn:Lane": "Bane",
  "bpmn:MessageFlow": "Beskedpil",
  "bpmn:TextAnnotation": "Note",
  "bpmn:Group": "Gruppe",
  "bpmn:Association": "Forbindelse til note",
  "bpmn:DataInputAssociation": "Pil til data",
  "bpmn:DataOutputAssociation": "Pil til data",
  "bpmn:IntermediateCatchEvent": "Ventende hændelse",
};
const SPELLED = {
  "Sub process": "Sub-process",
  "Ad hoc sub process": "Ad-hoc sub-process",
  "Event based gateway": "Event-based gateway",
};

export function trigger(bo) {
  return bo.eventDefinitions?.[0]?.$type.slice("bpmn:".length, -"EventDefinition".length) ?? "";
}

// bpmn:BusinessRuleTask is `Business rule task` in the menus, and so on; the closest word comes first.
function* menuWords(bo) {
  const words = bo.$type.slice("bpmn:".length).replace(/\B[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (bo.triggeredByEvent) yield "Event sub-process";
  if (is(bo, "bpmn:Event") && trigger(bo)) {
    const typed = `${trigger(bo).replace("Compensate", "Compensation")} ${words.toLowerCase()}`;
    if (bo.cancelActivity === false || bo.isInterrupting === false) yield `${typed} (non-interrupting)`;
    yield typed;
  }
  yield SPELLED[words] ?? words;
}

export function kindOf(bo) {
  const word = [...menuWords(bo)].find((each) => Object.hasOwn(texts, each));
  return texts[word] ?? OTHERS[bo.$type] ?? "Element";
}

export function nameOf(bo) {
  const name = (bo.name ?? bo.text ?? bo.categoryValueRef?.value ?? "").replace(/\s+/g, " ").trim();
  if (name) return name;
  if (bo.sourceRef && bo.targetRef) return `fra »${nameOf(bo.sourceRef)}« til »${nameOf(bo.targetRef)}«`;
  return bo.processRef?.name || bo.participants?.[0]?.name || bo.id;
}
