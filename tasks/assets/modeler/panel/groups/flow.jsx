// Which way the case goes: conditions on flows, and the way out when none of them is true.
import { Group } from "../group.jsx";
import { Area, Choice, Tick, usePanel } from "../fields.jsx";
import { boOf, is, isAny } from "../model.js";
import { nameOf } from "../../kinds.js";

const CHOOSING = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];

export function Flow({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:SequenceFlow")) return null;
  const source = bo.sourceRef;
  const chosen = isAny(source, [...CHOOSING, "bpmn:Activity"]);
  const standard = source.default === bo;
  if (!chosen && !bo.conditionExpression) return null;
  return (
    <Group title="Betingelse">
      {standard ? (
        <p class="md-hint">Standardpilen tages, når ingen af de andre kan, og har ingen betingelse.</p>
      ) : (
        <Area label="Pilen tages, når" feel hint="FEEL, fx godkendt = true eller sag.afgoerelse.udfald = &quot;godkendt&quot;"
          value={bo.conditionExpression?.body}
          onWrite={(text) => model.set(element, { conditionExpression: model.formal(bo, text) })} />
      )}
      {chosen && (
        <Tick label="Standardpil" value={standard} onWrite={(checked) => makeDefault(model, element, source, checked ? bo : undefined)} />
      )}
    </Group>
  );
}

export function Gateway({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (!isAny(bo, CHOOSING) || (bo.outgoing?.length ?? 0) < 2) return null;
  const flows = bo.outgoing.map((flow) => [flow.id, flow.name ? `${flow.name} (til »${nameOf(flow.targetRef)}«)` : nameOf(flow)]);
  return (
    <Group title="Vej ud">
      <Choice label="Standardpil" hint="Tages, når ingen af de andres betingelser er sand." empty="Ingen" choices={flows}
        value={bo.default?.id}
        onWrite={(id) => makeDefault(model, element, bo, bo.outgoing.find((flow) => flow.id === id))} />
    </Group>
  );
}

// A default flow has no condition: the one that becomes it loses its own in the same step.
function makeDefault(model, element, source, flow) {
  const changes = [[source, { default: flow }]];
  if (flow?.conditionExpression) changes.push([flow, { conditionExpression: undefined }]);
  model.together(element, changes);
}
