// One activity done once for each thing in a list.
import { Group } from "../group.jsx";
import { Area, Choice, Text, usePanel } from "../fields.jsx";
import { boOf, is } from "../model.js";

const WAYS = [
  ["one", "Én gang"],
  ["parallel", "For hver, samtidig"],
  ["sequential", "For hver, én ad gangen"],
];
const MULTI = "bpmn:MultiInstanceLoopCharacteristics";

export function Repeat({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:Activity") || bo.triggeredByEvent) return null;
  const loop = bo.loopCharacteristics;
  if (loop && !is(loop, MULTI)) {
    return (
      <Group title="Gentagelse">
        <p class="md-hint">Trinnet har en løkkemarkering, som ikke udføres.</p>
        <button type="button" class="md-small" onClick={() => model.set(element, { loopCharacteristics: undefined })}>
          Fjern løkkemarkeringen
        </button>
      </Group>
    );
  }
  function choose(way) {
    const isSequential = way === "sequential";
    if (way === "one") model.set(element, { loopCharacteristics: undefined });
    else if (loop) model.setPart(element, loop, { isSequential });
    else model.set(element, { loopCharacteristics: model.create(MULTI, bo, { isSequential }) });
  }
  const write = (name) => (text) => model.setPart(element, loop, { [`camunda:${name}`]: text || undefined });
  const formal = (name) => (text) => model.setPart(element, loop, { [name]: model.formal(loop, text) });
  return (
    <Group title="Gentagelse" shut={!loop}>
      <Choice label="Udføres" choices={WAYS} value={!loop ? "one" : loop.isSequential ? "sequential" : "parallel"} onWrite={choose} />
      {loop && (
        <>
          <Area label="Liste (FEEL)" feel rows={1} hint="Trinnet udføres for hvert element, fx sag.metode.elementer"
            value={loop.get("camunda:collection")} onWrite={write("collection")} />
          <Text label="Hvert element hedder" hint="Variablen i den enkelte omgang." value={loop.get("camunda:elementVariable")}
            onWrite={write("elementVariable")} />
          <Area label="Eller et antal (FEEL)" feel rows={1} value={loop.loopCardinality?.body} onWrite={formal("loopCardinality")} />
          <Area label="Slut før tid, når (FEEL)" feel rows={1} value={loop.completionCondition?.body}
            onWrite={formal("completionCondition")} />
        </>
      )}
    </Group>
  );
}
