// What a step leaves behind: a milestone, facts, events, letters; and what it warns of beforehand.
import { Group } from "../group.jsx";
import { Area, Rows, Text, Tick, usePanel } from "../fields.jsx";
import { boOf, is, isAny } from "../model.js";

export function Milestone({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:FlowNode")) return null;
  return (
    <Group title="Milepæl" shut={!bo.get("sag:milepael")}>
      <Text label="Milepæl i historikken" hint="Sættes, når trinnet er gjort, fx tilsyn_afholdt." value={bo.get("sag:milepael")}
        onWrite={(text) => model.set(element, { "sag:milepael": text || undefined })} />
    </Group>
  );
}

// The kinds of rows: where they are read, and what they hold.
const KINDS = [
  {
    type: "sag:Skriv",
    title: "Fakta der skrives",
    what: "fakta",
    on: ["bpmn:UserTask", "bpmn:ManualTask", "bpmn:ServiceTask", "bpmn:SendTask"],
    named: (row) => row.sti,
    fields: [
      ["sti", "Sti i sagens oplysninger", "Uden »sag.« foran, fx barn.navn"],
      ["vaerdi", "Værdi (FEEL)"],
    ],
  },
  {
    type: "sag:Haendelse",
    title: "Hændelse til andre systemer",
    what: "hændelse",
    on: ["bpmn:FlowNode"],
    named: (row) => row.type,
    fields: [
      ["type", "Type", "Fx payout.granted"],
      ["data", "Data (FEEL)", "En kontekst, fx {frist: sag.undersoegelse.frist}. Kan være tom."],
    ],
  },
  {
    type: "sag:Brev",
    title: "Brev",
    what: "brev",
    on: ["bpmn:FlowNode"],
    named: (row) => row.titel,
    fields: [
      ["dokument", "Dokument", "Fx D-09"],
      ["titel", "Titel"],
      ["modtager", "Modtager"],
    ],
  },
  {
    type: "sag:Guard",
    title: "Vagt",
    what: "vagt",
    on: ["bpmn:UserTask", "bpmn:ManualTask"],
    named: (row) => row.besked,
    fields: [
      ["betingelse", "Betingelse (FEEL)", "Beskeden vises på opgaven, så længe den ikke er sand."],
      ["besked", "Besked"],
    ],
  },
];
const FEEL = ["vaerdi", "data", "betingelse"];

export function Left({ element }) {
  return KINDS.map((kind) => <Kind key={kind.type} element={element} kind={kind} />);
}

function Kind({ element, kind }) {
  const { model } = usePanel();
  const rows = model.extensions(element, kind.type);
  if (!rows.length && !isAny(boOf(element), kind.on)) return null;
  const write = (row, name) => (text) => model.setPart(element, row, { [name]: text || undefined });
  return (
    <Group title={kind.title} shut={!rows.length}>
      <Rows what={kind.what} rows={rows} title={(row, at) => kind.named(row) || `Ny ${kind.what} ${at + 1}`}
        onAdd={() => model.addExtension(element, kind.type, {})} onRemove={(row) => model.removeExtension(element, row)}>
        {(row) => (
          <>
            {kind.fields.map(([name, label, hint]) =>
              FEEL.includes(name) ? (
                <Area key={name} label={label} hint={hint} feel rows={1} value={row.get(name)} onWrite={write(row, name)} />
              ) : (
                <Text key={name} label={label} hint={hint} value={row.get(name)} onWrite={write(row, name)} />
              ),
            )}
            {kind.type === "sag:Skriv" && (
              <Tick label="Føj til en liste" value={row.tilfoej === "true"}
                onWrite={(checked) => model.setPart(element, row, { tilfoej: checked ? "true" : undefined })} />
            )}
          </>
        )}
      </Rows>
    </Group>
  );
}
