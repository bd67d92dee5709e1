// Every text that bpmn-js asks for, in Danish. What is not in the table is shown as it came, and warned
// about: the tests in a browser fail on any warning.
import texts from "./danish.json";

export function translate(key, replacements = {}) {
  if (!Object.hasOwn(texts, key)) console.warn(`Uden dansk tekst: ${key}`);
  return (texts[key] ?? key).replace(/{([^}]+)}/g, (_, name) => replacements[name] ?? `{${name}}`);
}

export default { translate: ["value", translate] };
