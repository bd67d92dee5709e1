// Evaluates the cells of a decision table with feelin, asked on standard input: {cells, value, turns}.
// Prints the milliseconds of each turn. Every cell is evaluated as an evaluator of tables would: with its input as `?`.
import { unaryTest } from "../tasks/node_modules/feelin/dist/index.js";

const { cells, value, turns } = JSON.parse(await new Response(process.stdin).text());
const took = [];
for (let turn = 0; turn < turns; turn += 1) {
  const start = performance.now();
  let hits = 0;
  for (const cell of cells) hits += unaryTest(cell, { "?": value }).value === true ? 1 : 0;
  took.push(performance.now() - start);
  if (hits !== 1) throw new Error(`${hits} cells matched`);
}
console.log(JSON.stringify(took));
