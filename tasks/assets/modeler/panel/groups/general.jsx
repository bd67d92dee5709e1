// Name, id and description of whatever is chosen.
import { Group } from "../group.jsx";
import { Area, Choice, Text, Tick, usePanel } from "../fields.jsx";
import { boOf, is, isAny } from "../model.js";

export function General({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  const process = is(bo, "bpmn:Participant") ? bo.processRef : is(bo, "bpmn:Process") ? bo : null;
  return (
    <Group title="Generelt">
      <Name element={element} />
      {is(bo, "bpmn:Participant") || <Id element={element} part={bo} />}
      {process && <ProcessFields element={element} process={process} />}
      {isAny(bo, ["bpmn:TextAnnotation", "bpmn:Association", "bpmn:Group"]) || (
        <Area label="Beskrivelse" hint="Vises for den, der arbejder med trinnet." value={documentation(process ?? bo)}
          rows={3} onWrite={(text) => document_(model, element, process ?? bo, text)} />
      )}
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
  if (isAny(bo, ["bpmn:Group", "bpmn:Association", "bpmn:Collaboration"])) return null;
  return <Area label="Navn" rows={1} value={bo.name} onWrite={(name) => model.set(element, { name: name || undefined })} />;
}

function Id({ element, part, label = "Id", hint = "Historikken kender trinnet på dets id. Ret det kun, mens det er nyt." }) {
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
        <>
          <Text label="Processens navn" value={process.name}
            onWrite={(name) => model.setPart(element, process, { name: name || undefined })} />
          <Id element={element} part={process} label="Processens id" hint="Andre processer kalder den ved dette id." />
        </>
      )}
      <Tick label="Kan udføres" hint="En proces uden hak er kun et billede af, hvad andre gør." value={process.isExecutable}
        onWrite={(isExecutable) => model.setPart(element, process, { isExecutable })} />
    </>
  );
}

function documentation(bo) {
  return bo.documentation?.map(({ text }) => text).join("\n\n") ?? "";
}

function document_(model, element, bo, text) {
  if (text === documentation(bo)) return;
  const made = text ? [model.create("bpmn:Documentation", bo, { text })] : [];
  model.setPart(element, bo, { documentation: made });
}
