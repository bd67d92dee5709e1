// What other programs wrote that the engine does not read: it is kept, shown, and can be removed.
import { Group } from "../group.jsx";
import { usePanel } from "../fields.jsx";
import { boOf } from "../model.js";

const READ = [
  "sag:Skriv",
  "sag:Haendelse",
  "sag:Brev",
  "sag:Guard",
  "camunda:InputOutput",
  "camunda:In",
  "camunda:Out",
  "camunda:Properties",
];
const READ_ATTRIBUTES =
  /^(formRef|formRefBinding|candidateGroups|assignee|dueDate|priority|type|topic|decisionRef|decisionRefBinding|resultVariable|mapDecisionResult|calledElementBinding|historyTimeToLive|isStartableInTasklist|versionTag)$/;

function attributes(bo) {
  const camunda = bo.$descriptor.properties.filter(({ ns }) => ns.prefix === "camunda");
  return camunda.map(({ ns }) => ns).filter(({ name, localName }) => !READ_ATTRIBUTES.test(localName) && set(bo, name, localName));
}

// Only what stands in the file: a default of the description is nobody's choice.
const set = (bo, name, localName) => Object.hasOwn(bo, name) || Object.hasOwn(bo, localName);

export function Rest({ element }) {
  const { model } = usePanel();
  const bo = boOf(element);
  const names = attributes(bo);
  const rows = model.extensions(element).filter((row) => !READ.includes(row.$type));
  if (!names.length && !rows.length) return null;
  return (
    <Group title="Andet i filen">
      <p class="md-hint">Det bruges ikke her. Det bliver i filen, til du fjerner det.</p>
      <ul class="md-law md-list" aria-label="Andet i filen">
        {names.map(({ name }) => (
          <li key={name}><code>{name}</code><Remove what={name} onRemove={() => model.set(element, { [name]: undefined })} /></li>
        ))}
        {rows.map((row) => (
          <li key={row}><code>{row.$type}</code><Remove what={row.$type} onRemove={() => model.removeExtension(element, row)} /></li>
        ))}
      </ul>
    </Group>
  );
}

function Remove({ what, onRemove }) {
  return <button type="button" class="md-small" onClick={onRemove}>Fjern<span class="sr-only"> {what}</span></button>;
}
