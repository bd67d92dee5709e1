// Events that point at something else on the drawing: a link at its other end, compensation at what is to be undone.
import { Group } from "../group.jsx";
import { Choice, Text, usePanel } from "../fields.jsx";
import { boOf, definition, is, isAny } from "../model.js";
import { nameOf } from "../../kinds.js";

export function Link({ element }) {
  const { model } = usePanel();
  const link = definition(boOf(element), "Link");
  if (!link) return null;
  return (
    <Group title="Link">
      <Text label="Linkets navn" hint="De to ender hedder det samme, og ligger i samme proces eller delproces." value={link.name}
        onWrite={(name) => model.setPart(element, link, { name: name || undefined })} />
    </Group>
  );
}

// A boundary event only says that its activity can be undone; an event that throws may say which one is to be.
export function Compensation({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  const compensate = definition(bo, "Compensate");
  if (!compensate) return null;
  if (isAny(bo, ["bpmn:BoundaryEvent", "bpmn:StartEvent"])) {
    return (
      <Group title="Kompensation">
        <p class="md-hint">
          {is(bo, "bpmn:StartEvent")
            ? "Kører, når delprocessen er gjort færdig og skal gøres om."
            : "Forbind hændelsen med den opgave, der gør trinnet om. Det er en prikket streg, ikke en pil."}
        </p>
      </Group>
    );
  }
  const choices = undoable(bo).map((each) => [each.id, nameOf(each)]);
  return (
    <Group title="Kompensation">
      <Choice label="Gør om" hint="Det, der er gjort, gøres om bagfra. Trinnet her venter, til det er sket." empty="Alt, der kan gøres om"
        choices={choices} value={compensate.activityRef?.id}
        onWrite={(id) => model.setPart(element, compensate, { activityRef: undoable(bo).find((each) => each.id === id) })} />
    </Group>
  );
}

// The activities of the same scope; from an event sub-process, those of the scope that it stands in.
function undoable(bo) {
  const scope = bo.$parent.triggeredByEvent ? bo.$parent.$parent : bo.$parent;
  return scope.flowElements.filter((each) => is(each, "bpmn:Activity") && !each.isForCompensation && !each.triggeredByEvent);
}
