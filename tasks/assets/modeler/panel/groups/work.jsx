// What a task does: for people, in a service, by a decision table, or by calling another process.
import { Group } from "../group.jsx";
import { Area, Choice, Rows, Text, usePanel } from "../fields.jsx";
import { boOf, is, isAny } from "../model.js";
import { timeInWords } from "../../times.js";

const named = (rows) => rows.map(({ id, navn }) => [id, navn === id ? id : `${navn} (${id})`]);

export function UserTask({ element }) {
  const { model, catalog } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:UserTask")) return null;
  const write = (name) => (text) => model.set(element, { [`camunda:${name}`]: text || undefined });
  return (
    <Group title="Opgave">
      <Choice label="Formular" empty="Vælg en formular" choices={named(catalog.formularer)} value={bo.get("camunda:formRef")}
        onWrite={write("formRef")} />
      <Role element={element} hint="Uden valg går opgaven til banens rolle." />
      <Text label="Frist" hint="En varighed fra opgaven opstår (P7D er 7 dage), en dato eller FEEL."
        value={bo.get("camunda:dueDate")} echo={timeInWords} onWrite={write("dueDate")} />
      <Text label="Prioritet" hint="0 til 100. Uden tal er den 50." inputmode="numeric" value={bo.get("camunda:priority")}
        refuse={(text) => (/^(\d{1,2}|100)?$/.test(text) ? "" : "Skriv et helt tal fra 0 til 100.")}
        onWrite={write("priority")} />
      <Text label="Bestemt person" hint="Et brugernavn, eller FEEL med = foran. Normalt tom." value={bo.get("camunda:assignee")}
        onWrite={write("assignee")} />
    </Group>
  );
}

// Whose work it is, when it is not the lane's.
export function Role({ element, hint }) {
  const { model, catalog } = usePanel();
  return (
    <Choice label="Rolle" hint={hint} empty="Banens rolle" choices={named(catalog.roller)}
      value={boOf(element).get("camunda:candidateGroups")}
      onWrite={(role) => model.set(element, { "camunda:candidateGroups": role || undefined })} />
  );
}

export function Service({ element }) {
  const { model, catalog } = usePanel();
  const bo = boOf(element);
  if (!isAny(bo, ["bpmn:ServiceTask", "bpmn:SendTask"])) return null;
  const topics = catalog.emner.map((topic) => (typeof topic === "string" ? [topic, topic] : [topic.id, topic.navn]));
  return (
    <>
      <Group title="Service">
        <Choice label="Emne" hint="Hvad opgaven gør. sag.registrer gør kun det, der står i grupperne nedenfor."
          empty={is(bo, "bpmn:SendTask") ? "sag.registrer" : "Vælg et emne"} choices={topics} value={bo.get("camunda:topic")}
          onWrite={(topic) =>
            model.set(element, { "camunda:topic": topic || undefined, "camunda:type": topic ? "external" : undefined })} />
      </Group>
      <Parameters element={element} />
    </>
  );
}

// What a service is told, and what a message carries.
export function Parameters({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  const [box] = model.extensions(element, "camunda:InputOutput");
  const rows = box?.inputParameters ?? [];
  function put(inputParameters) {
    if (!inputParameters.length && !box?.outputParameters?.length) model.removeExtension(element, box);
    else if (box) model.setPart(element, box, { inputParameters });
    else model.addExtension(element, "camunda:InputOutput", { inputParameters });
  }
  const add = () => put([...rows, model.create("camunda:InputParameter", box ?? bo, {})]);
  return (
    <Group title="Oplysninger med" shut={!rows.length}>
      <Rows what="oplysning" rows={rows} title={(row, at) => row.name || `Oplysning ${at + 1}`} onAdd={add}
        onRemove={(row) => put(rows.filter((each) => each !== row))}>
        {(row) => (
          <>
            <Text label="Navn" value={row.name} onWrite={(name) => model.setPart(element, row, { name: name || undefined })} />
            <Area label="Værdi (FEEL)" feel value={row.value}
              onWrite={(value) => model.setPart(element, row, { value: value || undefined })} />
          </>
        )}
      </Rows>
    </Group>
  );
}

const MAPPINGS = [
  ["singleEntry", "Ét svar: en enkelt værdi"],
  ["singleResult", "Én række: alle tabellens svar"],
  ["collectEntries", "En liste af værdier"],
  ["resultList", "En liste af rækker"],
];

export function Decision({ element }) {
  const { model, catalog } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:BusinessRuleTask")) return null;
  const write = (name) => (text) => model.set(element, { [`camunda:${name}`]: text || undefined });
  return (
    <Group title="Beslutning">
      <Choice label="Beslutningstabel" empty="Vælg en beslutning" choices={named(catalog.beslutninger)}
        value={bo.get("camunda:decisionRef")} onWrite={write("decisionRef")} />
      <Text label="Svarets navn" hint="Variablen, som betingelser derefter kan bruge." value={bo.get("camunda:resultVariable")}
        onWrite={write("resultVariable")} />
      <Choice label="Svarets form" choices={MAPPINGS} value={bo.get("camunda:mapDecisionResult") ?? "resultList"}
        onWrite={write("mapDecisionResult")} />
    </Group>
  );
}

const VERSIONS = [
  ["latest", "Den nyeste, når kaldet sker"],
  ["deployment", "Samme udgave som denne proces"],
];

export function Call({ element }) {
  const { model, catalog } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:CallActivity")) return null;
  return (
    <>
      <Group title="Kald">
        <Choice label="Proces" empty="Vælg en proces" choices={named(catalog.processer)} value={bo.calledElement}
          onWrite={(calledElement) => model.set(element, { calledElement: calledElement || undefined })} />
        <Choice label="Udgave" choices={VERSIONS} value={bo.get("camunda:calledElementBinding") ?? "latest"}
          onWrite={(binding) => model.set(element, { "camunda:calledElementBinding": binding === "latest" ? undefined : binding })} />
      </Group>
      <Group title="Variabler ind og ud">
        <p class="md-hint">Sagens oplysninger følger altid med.</p>
        <Mappings element={element} type="camunda:In" what="variabel ind" word="Ind" />
        <Mappings element={element} type="camunda:Out" what="variabel ud" word="Ud" />
      </Group>
    </>
  );
}

const SOURCES = [
  ["source", "En variabel"],
  ["sourceExpression", "FEEL"],
  ["variables", "Alle variabler"],
];

function Mappings({ element, type, what, word }) {
  const { model } = usePanel();
  const kindOf = (row) => SOURCES.map(([name]) => name).find((name) => row.get(name) !== undefined) ?? "source";
  function choose(row, kind) {
    const cleared = { source: undefined, sourceExpression: undefined, variables: undefined };
    if (kind === "variables") model.setPart(element, row, { ...cleared, target: undefined, variables: "all" });
    else model.setPart(element, row, { ...cleared, [kind]: row.source ?? row.sourceExpression ?? "" });
  }
  return (
    <Rows what={what} rows={model.extensions(element, type)}
      title={(row, at) => (row.variables ? `${word}: alle variabler` : `${word}: ${row.target || at + 1}`)}
      onAdd={() => model.addExtension(element, type, { source: "" })} onRemove={(row) => model.removeExtension(element, row)}>
      {(row) => (
        <>
          <Choice label="Hentes fra" choices={SOURCES} value={kindOf(row)} onWrite={(kind) => choose(row, kind)} />
          {kindOf(row) === "variables" || (
            <>
              <Area label={kindOf(row) === "source" ? "Variablens navn" : "FEEL"} feel rows={1} value={row.get(kindOf(row))}
                onWrite={(text) => model.setPart(element, row, { [kindOf(row)]: text })} />
              <Text label="Hedder derefter" value={row.target}
                onWrite={(target) => model.setPart(element, row, { target: target || undefined })} />
            </>
          )}
        </>
      )}
    </Rows>
  );
}
