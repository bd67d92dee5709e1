// The properties of what is chosen on the drawing, as far as they mean something on it.
import { render } from "preact";
import { useEffect, useReducer, useRef } from "preact/hooks";

import { kindOf, nameOf } from "../kinds.js";
import { Panel, usePanel, writeAll } from "./fields.jsx";
import { AdHoc } from "./groups/adhoc.jsx";
import { Draw } from "./groups/draw.jsx";
import { Conditional, Escalation, Failure, Message, Signal, Timer } from "./groups/events.jsx";
import { Flow, Gateway } from "./groups/flow.jsx";
import { Description, General, Ids } from "./groups/general.jsx";
import { Compensation, Link } from "./groups/jumps.jsx";
import { Law } from "./groups/law.jsx";
import { Repeat } from "./groups/repeat.jsx";
import { Rest } from "./groups/rest.jsx";
import { Left, Milestone } from "./groups/sag.jsx";
import { Call, Decision, Service, UserTask } from "./groups/work.jsx";
import { Model, boOf } from "./model.js";

const GROUPS = [
  General, Timer, Conditional, Message, Signal, Failure, Escalation, Link, Compensation, UserTask, Service, Decision, Call, AdHoc,
  Flow, Gateway, Description, Law, Repeat, Milestone, Left, Rest, Draw, Ids,
];

export function showPanel(modeler, where, { catalog, readOnly, findings }) {
  const about = { model: new Model(modeler), modeler, catalog, findings };
  // Written on before anything else is chosen, so that it lands where it was typed.
  modeler.get("eventBus").on("selection.changed", 5000, writeAll);
  render(
    <Panel.Provider value={about}>
      <fieldset class="md-panel-body" disabled={readOnly}>
        <legend class="sr-only">Egenskaber</legend>
        <Chosen />
      </fieldset>
    </Panel.Provider>,
    where,
  );
}

function Chosen() {
  const { modeler, findings } = usePanel();
  const [, again] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    const events = ["selection.changed", "elements.changed", "import.done", "root.set", "commandStack.changed"];
    modeler.on(events, 500, again);
    findings.addEventListener("changed", again);
    return () => {
      modeler.off(events, again);
      findings.removeEventListener("changed", again);
    };
  }, []);
  const top = useRef(null);
  const chosen = modeler.get("selection").get();
  useEffect(() => top.current?.closest("[data-part]").scrollTo({ top: 0 }), [chosen[0]]);
  if (chosen.length > 1) {
    return <p class="md-nothing">{chosen.length} elementer er valgt. Vælg ét for at se dets egenskaber.</p>;
  }
  const element = chosen[0]?.labelTarget ?? chosen[0] ?? modeler.get("canvas").getRootElement();
  const bo = element && boOf(element);
  if (!bo) return null;
  return (
    <>
      <p class="md-chosen" ref={top}><span>{kindOf(bo)}</span><strong>{nameOf(bo)}</strong></p>
      <Found of={bo} />
      <div key={element}>{GROUPS.map((Each) => <Each key={Each} element={element} />)}</div>
    </>
  );
}

function Found({ of: bo }) {
  const { findings } = usePanel();
  const ids = [bo.id, bo.processRef?.id];
  const found = findings.here.filter(({ element }) => ids.includes(element));
  if (!found.length) return null;
  return (
    <ul class="md-found md-list" aria-label="Fundet ved tjek">
      {found.map((each) => (
        <li key={each.message} class={each.severity === "error" ? "md-error" : "md-advice"}>
          <strong>{each.severity === "error" ? "Fejl" : "Råd"}:</strong> {each.message}
        </li>
      ))}
    </ul>
  );
}
