// When an event happens: a time, a message, a signal, an error, an escalation or a condition.
import { Group } from "../group.jsx";
import { Area, Choice, Text, Tick, usePanel } from "../fields.jsx";
import { boOf, definition, is, isAny } from "../model.js";
import { timeInWords } from "../../times.js";
import { Parameters } from "./work.jsx";

const TIMES = [
  ["timeDuration", "En varighed", "P14D er 14 dage, P4M er 4 måneder, PT4H er 4 timer. Eller FEEL, der giver en varighed."],
  ["timeDate", "En dato", "2026-08-01, eller FEEL: date(sag.frist) - duration(\"P14D\") er 14 dage før fristen."],
  ["timeCycle", "En gentagelse", "R/P6M er hver 6. måned, R3/P1D er 3 gange med en dag imellem."],
];

export function Timer({ element }) {
  const { model } = usePanel();
  const timer = definition(boOf(element), "Timer");
  if (!timer) return null;
  const [kind, , hint] = TIMES.find(([name]) => timer[name]) ?? TIMES[0];
  const put = (name, text) =>
    model.setPart(element, timer, {
      timeDuration: undefined,
      timeDate: undefined,
      timeCycle: undefined,
      [name]: model.create("bpmn:FormalExpression", timer, { body: text }),
    });
  return (
    <Group title="Tidspunkt">
      <Choice label="Slags" choices={TIMES} value={kind} onWrite={(name) => put(name, timer[kind]?.body ?? "")} />
      <Area label="Hvornår" feel hint={hint} value={timer[kind]?.body} echo={timeInWords} onWrite={(text) => put(kind, text)} />
      <Interrupting element={element} />
    </Group>
  );
}

function Interrupting({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  if (is(bo, "bpmn:StartEvent") && bo.$parent.triggeredByEvent) {
    return (
      <Tick label="Afbryder det, der foregår" hint="Uden hak fortsætter resten ved siden af." value={bo.isInterrupting !== false}
        onWrite={(isInterrupting) => model.set(element, { isInterrupting })} />
    );
  }
  if (!is(bo, "bpmn:BoundaryEvent")) return null;
  return (
    <Tick label="Afbryder trinnet" hint="Uden hak fortsætter trinnet ved siden af." value={bo.cancelActivity !== false}
      onWrite={(cancelActivity) => model.set(element, { cancelActivity })} />
  );
}

export function Message({ element }) {
  const bo = boOf(element);
  const holder = is(bo, "bpmn:ReceiveTask") ? bo : definition(bo, "Message");
  if (!holder) return null;
  const sends = isAny(bo, ["bpmn:IntermediateThrowEvent", "bpmn:EndEvent"]);
  return (
    <>
      <Group title="Besked">
        <Shared element={element} holder={holder} reference="messageRef" type="bpmn:Message" word="Besked" news="Ny besked"
          fields={[["name", "Beskedens navn"]]} />
        <Meeting element={element} sends={sends} />
        <Interrupting element={element} />
      </Group>
      {sends && <Parameters element={element} />}
    </>
  );
}

// Which of several that wait for the same message it is for, and in which case.
function Meeting({ element, sends }) {
  const { model } = usePanel();
  const bo = boOf(element);
  const starts = is(bo, "bpmn:StartEvent") && !bo.$parent.triggeredByEvent;
  if (starts || bo.instantiate) return null; // what begins with a message takes any
  const write = (name) => (text) => model.set(element, { [`sag:${name}`]: text || undefined });
  return (
    <>
      <Area label="Korrelation (FEEL)" feel rows={1} value={bo.get("sag:korrelation")} onWrite={write("korrelation")}
        hint={sends ? "Beskeden når kun den, der venter med samme korrelation." : "Kun en besked med samme korrelation når frem, fx hoering.nummer"} />
      {sends && (
        <Area label="Til sag (FEEL)" feel rows={1} hint="Nummeret på en anden sag. Uden er beskeden til sagen selv."
          value={bo.get("sag:sag")} onWrite={write("sag")} />
      )}
    </>
  );
}

export function Signal({ element }) {
  const holder = definition(boOf(element), "Signal");
  if (!holder) return null;
  return (
    <Group title="Signal">
      <Shared element={element} holder={holder} reference="signalRef" type="bpmn:Signal" word="Signal" news="Nyt signal"
        fields={[["name", "Signalets navn"]]} />
      <Interrupting element={element} />
    </Group>
  );
}

export function Failure({ element }) {
  const holder = definition(boOf(element), "Error");
  if (!holder) return null;
  return (
    <Group title="Fejl">
      <Shared element={element} holder={holder} reference="errorRef" type="bpmn:Error" word="Fejl" news="Ny fejl" any="Alle fejl"
        fields={[["name", "Fejlens navn"], ["errorCode", "Fejlens kode"]]} />
    </Group>
  );
}

export function Escalation({ element }) {
  const holder = definition(boOf(element), "Escalation");
  if (!holder) return null;
  return (
    <Group title="Eskalering">
      <Shared element={element} holder={holder} reference="escalationRef" type="bpmn:Escalation" word="Eskalering"
        news="Ny eskalering" any="Alle eskaleringer" fields={[["name", "Eskaleringens navn"], ["escalationCode", "Eskaleringens kode"]]} />
      <Interrupting element={element} />
    </Group>
  );
}

const NEW = "*ny*";

// What several events point at: chosen, or made anew, and named for all of them at once.
function Shared({ element, holder, reference, type, word, news, fields, any }) {
  const { model } = usePanel();
  const chosen = holder[reference];
  const catches = isAny(boOf(element), ["bpmn:BoundaryEvent", "bpmn:StartEvent"]);
  const choices = model.shared(type).map((each) => [each.id, each.name || each.id]);
  function choose(id) {
    if (id === NEW) model.pointAtNew(element, holder, reference, type, { name: news });
    else model.setPart(element, holder, { [reference]: model.shared(type).find((each) => each.id === id) });
  }
  return (
    <>
      <Choice label={word} empty={catches && any ? any : "Vælg"} choices={[...choices, [NEW, `${news} …`]]} value={chosen?.id}
        onWrite={choose} />
      {chosen && fields.map(([name, label]) => (
        <Text key={chosen.id + name} label={label} hint={name === "name" ? "Ret det ét sted, og det er rettet overalt i filen." : undefined}
          value={chosen[name]} onWrite={(text) => model.setPart(element, chosen, { [name]: text || undefined })} />
      ))}
    </>
  );
}

export function Conditional({ element }) {
  const { model } = usePanel();
  const holder = definition(boOf(element), "Conditional");
  if (!holder) return null;
  return (
    <Group title="Betingelse">
      <Area label="Hændelsen sker, når" feel hint="FEEL, fx sag.undersoegelse.status = &quot;afsluttet&quot;" value={holder.condition?.body}
        onWrite={(text) => model.setPart(element, holder, { condition: model.formal(holder, text) })} />
      <Interrupting element={element} />
    </Group>
  );
}
