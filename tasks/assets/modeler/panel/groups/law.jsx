// The requirements of the law that a step carries, found by their own words.
import { useId, useState } from "preact/hooks";

import { Group } from "../group.jsx";
import { usePanel } from "../fields.jsx";
import { boOf, is } from "../model.js";

const SHOWN = 8;

export function Law({ element }) {
  const { model, catalog } = usePanel();
  const bo = boOf(element);
  if (!is(bo, "bpmn:FlowNode")) return null;
  const chosen = (bo.get("sag:hjemmel") ?? "").split(/\s+/).filter(Boolean);
  const put = (ids) => model.set(element, { "sag:hjemmel": ids.join(" ") || undefined });
  return (
    <Group title="Lovgrundlag">
      {chosen.length > 0 && (
        <ul class="md-law md-list" aria-label="Valgte krav">
          {chosen.map((id) => (
            <li key={id}>
              <span><strong>{id}</strong> {catalog.krav.find((each) => each.id === id)?.tekst ?? "Kravet findes ikke."}</span>
              <button type="button" class="md-small" onClick={() => put(chosen.filter((each) => each !== id))}>
                Fjern<span class="sr-only"> {id}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Search chosen={chosen} onChoose={(id) => put([...chosen, id])} />
    </Group>
  );
}

function Search({ chosen, onChoose }) {
  const { catalog } = usePanel();
  const id = useId();
  const [wanted, setWanted] = useState("");
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length
    ? catalog.krav.filter((each) => {
        const text = `${each.id} ${each.tekst}`.toLowerCase();
        return !chosen.includes(each.id) && words.every((word) => text.includes(word));
      })
    : [];
  return (
    <div class="md-field">
      <label class="md-label" for={id}>Find krav</label>
      <span class="md-hint" id={`${id}-hint`}>Skriv ord fra kravet eller dets nummer, fx frist eller P146.</span>
      <input class="md-input" id={id} type="search" value={wanted} aria-describedby={`${id}-hint ${id}-found`} autocomplete="off"
        onInput={(event) => setWanted(event.target.value)} />
      <span class="md-hint" id={`${id}-found`} aria-live="polite">
        {words.length > 0 && (found.length > SHOWN ? `${found.length} krav fundet, de første ${SHOWN} vises.` : `${found.length} krav fundet.`)}
      </span>
      {found.length > 0 && (
        <ul class="md-law md-list" aria-label="Fundne krav">
          {found.slice(0, SHOWN).map((each) => (
            <li key={each.id}>
              <span><strong>{each.id}</strong> {each.tekst}</span>
              <button type="button" class="md-small" onClick={() => onChoose(each.id)}>Vælg<span class="sr-only"> {each.id}</span></button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
