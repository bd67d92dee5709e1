// One activity done several times: once for each thing in a list, or again and again while a condition holds.
import { Group } from "../group.jsx";
import { Area, Choice, Text, Tick, usePanel } from "../fields.jsx";
import { boOf, is } from "../model.js";

const MULTI = "bpmn:MultiInstanceLoopCharacteristics";
const LOOP = "bpmn:StandardLoopCharacteristics";
const WAYS = [
  ["one", "Én gang"],
  ["parallel", "For hver, samtidig"],
  ["sequential", "For hver, én ad gangen"],
  ["again", "Igen, så længe en betingelse er sand"],
];
const MADE = {
  parallel: [MULTI, { isSequential: false }],
  sequential: [MULTI, { isSequential: true }],
  again: [LOOP, {}],
};

export function Repeat({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:Activity") || bo.triggeredByEvent) return null;
  const loop = bo.loopCharacteristics;
  const way = wayOf(loop);
  function choose(next) {
    const [type, properties] = MADE[next] ?? [];
    if (loop && type && is(loop, type)) model.setPart(element, loop, properties);
    else model.set(element, { loopCharacteristics: type && model.create(type, bo, properties) });
  }
  return (
    <Group title="Gentagelse" shut={!loop}>
      <Choice label="Udføres" choices={WAYS} value={way} onWrite={choose} />
      {way === "again" ? <Again element={element} loop={loop} /> : loop && <ForEach element={element} loop={loop} />}
    </Group>
  );
}

function wayOf(loop) {
  if (!loop) return "one";
  if (is(loop, LOOP)) return "again";
  return loop.isSequential ? "sequential" : "parallel";
}

function ForEach({ element, loop }) {
  const { model } = usePanel();
  const write = (name) => (text) => model.setPart(element, loop, { [`camunda:${name}`]: text || undefined });
  const formal = (name) => (text) => model.setPart(element, loop, { [name]: model.formal(loop, text) });
  return (
    <>
      <Area label="Liste (FEEL)" feel rows={1} hint="Trinnet udføres for hvert element, fx sag.metode.elementer"
        value={loop.get("camunda:collection")} onWrite={write("collection")} />
      <Text label="Hvert element hedder" hint="Variablen i den enkelte omgang." value={loop.get("camunda:elementVariable")}
        onWrite={write("elementVariable")} />
      <Area label="Eller et antal (FEEL)" feel rows={1} value={loop.loopCardinality?.body} onWrite={formal("loopCardinality")} />
      <Area label="Slut før tid, når (FEEL)" feel rows={1} value={loop.completionCondition?.body}
        onWrite={formal("completionCondition")} />
    </>
  );
}

function Again({ element, loop }) {
  const { model } = usePanel();
  return (
    <>
      <Area label="Igen, så længe (FEEL)" feel rows={1} hint="fx loopCounter < 3 and svar = null. loopCounter er 0 i første omgang."
        value={loop.loopCondition?.body}
        onWrite={(text) => model.setPart(element, loop, { loopCondition: model.formal(loop, text) })} />
      <Tick label="Spørg før første omgang" hint="Uden hak udføres trinnet mindst én gang." value={loop.testBefore === true}
        onWrite={(testBefore) => model.setPart(element, loop, { testBefore })} />
      <Text label="Højst så mange gange" inputmode="numeric" value={loop.loopMaximum === undefined ? "" : String(loop.loopMaximum)}
        refuse={(text) => (/^[1-9]?\d{0,4}$/.test(text) ? "" : "Skriv et helt tal, eller lad feltet være tomt.")}
        onWrite={(text) => model.setPart(element, loop, { loopMaximum: text ? Number(text) : undefined })} />
    </>
  );
}
