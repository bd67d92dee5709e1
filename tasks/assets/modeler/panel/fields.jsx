// Labelled inputs that write to the model a moment after the last key, and at the latest when left.
import { createContext } from "preact";
import { useContext, useEffect, useId, useRef, useState } from "preact/hooks";

const A_MOMENT = 400;
const waiting = new Set();

export const Panel = createContext(null);
export const usePanel = () => useContext(Panel);

// What is typed but not yet written: before saving, checking or undoing.
export function writeAll() {
  for (const write of [...waiting]) write();
}

function useTyped(value, write, refuse) {
  const [text, setText] = useState(value ?? "");
  const [problem, setProblem] = useState("");
  const pending = useRef(null);
  const finish = useRef(() => {
    const typed = pending.current;
    pending.current = null;
    waiting.delete(finish);
    if (!typed) return;
    clearTimeout(typed.timer);
    typed.write(typed.text.trim());
  }).current;
  useEffect(() => {
    if (!pending.current) setText(value ?? "");
  }, [value]);
  useEffect(() => finish, []);

  function type(typed) {
    setText(typed);
    const found = refuse?.(typed.trim()) ?? "";
    setProblem(found);
    clearTimeout(pending.current?.timer);
    pending.current = found ? null : { text: typed, write, timer: setTimeout(finish, A_MOMENT) };
    if (found) waiting.delete(finish);
    else waiting.add(finish);
  }
  return { text, type, problem, leave: finish };
}

function Frame({ id, label, hint, echo, problem, children }) {
  return (
    <div class={problem ? "md-field md-wrong" : "md-field"}>
      <label class="md-label" for={id}>{label}</label>
      {hint && <span class="md-hint" id={`${id}-hint`}>{hint}</span>}
      {children}
      {problem && <span class="md-problem" id={`${id}-problem`} role="alert">{problem}</span>}
      {echo && <span class="md-echo" id={`${id}-echo`}>{echo}</span>}
    </div>
  );
}

function described(id, { hint, problem, echo }) {
  const ids = [hint && `${id}-hint`, problem && `${id}-problem`, echo && `${id}-echo`].filter(Boolean);
  return ids.join(" ") || undefined;
}

export function Text({ label, hint, value, onWrite, refuse, echo, type = "text", list, ...rest }) {
  const id = useId();
  const { text, type: typed, problem, leave } = useTyped(value, onWrite, refuse);
  const said = echo?.(text);
  return (
    <Frame {...{ id, label, hint, problem, echo: said }}>
      <input class="md-input" {...rest} {...{ id, type, list }} value={text} aria-invalid={problem ? "true" : undefined}
        aria-describedby={described(id, { hint, problem, echo: said })} autocomplete="off" spellcheck={false}
        onInput={(event) => typed(event.target.value)} onBlur={leave} />
    </Frame>
  );
}

export function Area({ label, hint, value, onWrite, echo, feel = false, rows = 2 }) {
  const id = useId();
  const { text, type, leave } = useTyped(value, onWrite);
  const said = echo?.(text);
  const lines = Math.min(10, Math.max(rows, text.split("\n").length, Math.ceil(text.length / 38)));
  return (
    <Frame {...{ id, label, hint, echo: said }}>
      <textarea class={feel ? "md-input md-feel" : "md-input"} id={id} rows={lines} value={text} spellcheck={!feel}
        aria-describedby={described(id, { hint, echo: said })}
        onInput={(event) => type(event.target.value)} onBlur={leave} />
    </Frame>
  );
}

// `choices` are [value, text]. A value the file holds that is not among them is kept, and said to be unknown.
export function Choice({ label, hint, value = "", choices, onWrite, empty }) {
  const id = useId();
  const known = choices.some(([each]) => each === value);
  return (
    <Frame {...{ id, label, hint }}>
      <select class="md-input" id={id} value={value} aria-describedby={described(id, { hint })}
        onChange={(event) => onWrite(event.target.value)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {!known && value !== "" && <option value={value}>{`${value} (findes ikke)`}</option>}
        {choices.map(([each, text]) => <option key={each} value={each}>{text}</option>)}
      </select>
    </Frame>
  );
}

export function Tick({ label, hint, value, onWrite }) {
  const id = useId();
  return (
    <div class="md-field md-tick">
      <input type="checkbox" id={id} checked={value} aria-describedby={described(id, { hint })}
        onChange={(event) => onWrite(event.target.checked)} />
      <label class="md-label" for={id}>{label}</label>
      {hint && <span class="md-hint" id={`${id}-hint`}>{hint}</span>}
    </div>
  );
}

// A list of things of the same kind, each with its own fields.
export function Rows({ what, rows, title, children, onAdd, onRemove }) {
  const box = useRef(null);
  const added = useRef(false);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    box.current?.querySelector(".md-row:last-of-type :is(input, select, textarea)")?.focus();
  }, [rows.length]);
  return (
    <div class="md-rows" ref={box}>
      {rows.map((row, at) => (
        <fieldset class="md-row" key={row}>
          <legend>{title(row, at)}</legend>
          {children(row)}
          <button type="button" class="md-small" onClick={() => onRemove(row)}>Fjern<span class="sr-only"> {title(row, at)}</span></button>
        </fieldset>
      ))}
      <button type="button" class="md-small md-add" onClick={() => { added.current = true; onAdd(); }}>Tilføj {what}</button>
    </div>
  );
}
