// Durations and dates of a timer in plain words, as far as they are written out.
const UNITS = [
  ["år", "år"],
  ["måned", "måneder"],
  ["uge", "uger"],
  ["dag", "dage"],
  ["time", "timer"],
  ["minut", "minutter"],
  ["sekund", "sekunder"],
];
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const MONTHS = "januar februar marts april maj juni juli august september oktober november december".split(" ");

export function durationInWords(text) {
  const parts = DURATION.exec(text)?.slice(1);
  const said = parts
    ?.map((part, at) => part && `${Number(part)} ${UNITS[at][Number(part) === 1 ? 0 : 1]}`)
    .filter(Boolean);
  if (!said?.length) return null;
  return said.length === 1 ? said[0] : `${said.slice(0, -1).join(", ")} og ${said.at(-1)}`;
}

function dateInWords(text) {
  const [, year, month, day, hour] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(text) ?? [];
  if (!MONTHS[month - 1]) return null;
  return `${Number(day)}. ${MONTHS[month - 1]} ${year}${hour ? ` kl. ${hour.replace(":", ".")}` : ""}`;
}

function repetitionInWords(text) {
  const [, times, every] = /^R(\d*)\/(?:[^/]*\/)?(P[^/]+)$/.exec(text) ?? [];
  const said = every && durationInWords(every);
  if (!said) return null;
  return times ? `${Number(times)} gange med ${said} imellem` : `igen og igen med ${said} imellem`;
}

// What stands in quotes in FEEL is explained piece by piece: `"P14D" er 14 dage`.
export function timeInWords(text) {
  const plain = text.trim().replace(/^=\s*/, "");
  const whole = durationInWords(plain) ?? repetitionInWords(plain) ?? dateInWords(plain);
  if (whole) return whole;
  const pieces = [...plain.matchAll(/"([^"]+)"/g)]
    .map(([, piece]) => [piece, durationInWords(piece) ?? repetitionInWords(piece) ?? dateInWords(piece)])
    .filter(([, words]) => words);
  return pieces.map(([piece, words]) => `${piece} er ${words}`).join(", ");
}
