// Name, id and description of whatever is chosen.
import { Group } from "../group.jsx";
import { Area, Choice, Text, Tick, usePanel } from "../fields.jsx";
import { boOf, is, isAny } from "../model.js";

export function General({ element }) {
  const bo = boOf(element);
  const process = is(bo, "bpmn:Participant") ? bo.processRef : is(bo, "bpmn:Process") ? bo : null;
  if (is(bo, "bpmn:Collaboration")) return <p class="md-nothing">Vælg et trin i listen eller på tegningen.</p>;
  if (isAny(bo, ["bpmn:Group", "bpmn:Association"])) return null;
  return (
    <Group title="Generelt">
      <Name element={element} />
      {process && <ProcessFields element={element} process={process} />}
    </Group>
  );
}

export function Description({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (isAny(bo, ["bpmn:TextAnnotation", "bpmn:Association", "bpmn:Group", "bpmn:Collaboration"])) return null;
  const about = bo.processRef ?? bo;
  return (
    <Group title="Beskrivelse">
      <Area label={is(bo, "bpmn:UserTask") ? "Vejledning, som vises på opgaven" : "Hvad trinnet gør, og hvorfor"} rows={3}
        value={documentation(about)} onWrite={(text) => describe(model, element, about, text)} />
    </Group>
  );
}

function Name({ element }) {
  const { model, catalog } = usePanel();
  const bo = boOf(element);
  if (is(bo, "bpmn:TextAnnotation")) {
    return <Area label="Tekst" value={bo.text} rows={3} onWrite={(text) => model.set(element, { text })} />;
  }
  if (is(bo, "bpmn:Lane")) {
    const names = catalog.roller.map(({ navn }) => [navn, navn]);
    return (
      <Choice label="Rolle" hint="Brugeropgaver i banen går til denne rolle." empty="Vælg en rolle" choices={names}
        value={bo.name} onWrite={(name) => model.set(element, { name: name || undefined })} />
    );
  }
  return <Area label="Navn" rows={1} value={bo.name} onWrite={(name) => model.set(element, { name: name || undefined })} />;
}

// Last in the panel: few ever need it.
export function Ids({ element }) {
  const bo = boOf(element);
  if (is(bo, "bpmn:Collaboration")) return null;
  return (
    <Group title="Id" shut>
      <Id element={element} part={bo} />
      {bo.processRef && <Id element={element} part={bo.processRef} label="Processens id" hint={CALLED} />}
    </Group>
  );
}

const KNOWN = "Historikken kender trinnet på dets id. Ret det kun, mens det er nyt.";
const CALLED = "Andre processer kalder den ved dette id.";

function Id({ element, part, label = "Id", hint = is(part, "bpmn:Process") ? CALLED : KNOWN }) {
  const { model } = usePanel();
  return (
    <Text label={label} hint={hint} value={part.id} refuse={(id) => model.idProblem(part, id)}
      onWrite={(id) => id !== part.id && model.setPart(element, part, { id })} />
  );
}

function ProcessFields({ element, process }) {
  const { model } = usePanel();
  return (
    <>
      {process !== boOf(element) && (
        <Text label="Processens navn" value={process.name}
          onWrite={(name) => model.setPart(element, process, { name: name || undefined })} />
      )}
      <Tick label="Kan udføres" hint="En proces uden hak er kun et billede af, hvad andre gør." value={process.isExecutable}
        onWrite={(isExecutable) => model.setPart(element, process, { isExecutable })} />
    </>
  );
}

function documentation(bo) {
  return bo.documentation?.map(({ text }) => text).join("\n\n") ?? "";
}

function describe(model, element, bo, text) {
  if (text === documentation(bo)) return;
  const made = text ? [model.create("bpmn:Documentation", bo, { text })] : [];
  model.setPart(element, bo, { documentation: made });
}
