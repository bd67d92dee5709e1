// An ad hoc sub-process: people choose what is done in it, how often and in which order.
import { Group } from "../group.jsx";
import { Area, Choice, Tick, usePanel } from "../fields.jsx";
import { boOf, is } from "../model.js";
import { Role } from "./work.jsx";

const ORDERS = [
  ["Parallel", "Flere trin ad gangen"],
  ["Sequential", "Ét trin ad gangen"],
];

export function AdHoc({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:AdHocSubProcess")) return null;
  return (
    <Group title="Ad hoc">
      <p class="md-hint">Trin uden pil ind kan vælges, så ofte der er brug for dem.</p>
      <Role element={element} hint="Den, der vælger. Uden valg er det banens rolle." />
      <Area label="Slut, når (FEEL)" feel rows={1} hint="Spørges, hver gang et trin er gjort. Uden betingelse slutter et menneske den."
        value={bo.completionCondition?.body}
        onWrite={(text) => model.set(element, { completionCondition: model.formal(bo, text) })} />
      <Choice label="Rækkefølge" choices={ORDERS} value={bo.ordering ?? "Parallel"} onWrite={(ordering) => model.set(element, { ordering })} />
      <Tick label="Luk det, der er i gang, når den slutter" hint="Uden hak bliver det gjort færdigt først."
        value={bo.cancelRemainingInstances !== false}
        onWrite={(cancelRemainingInstances) => model.set(element, { cancelRemainingInstances })} />
    </Group>
  );
}
