// The draft: saved a while after the last change, on request, and before leaving; checked as one draws.
import { Refused, Unanswered } from "./server.js";
import { summary } from "./findings.js";

const CHECK_AFTER = 800;
const SAVE_AFTER = 4_000;
const BROKEN = "Tegningen kunne ikke skrives. Fortryd det seneste, og prøv igen.";

export class Draft {
  #changes = 0;
  #saved = 0;
  #checked = -1;
  #timers = {};
  #saving = null;
  #checking = false;

  // `say(text, kind)` tells the person; `write` gives the drawing as XML, with all that is typed in it.
  // `seen` is the kept draft that this one was made from, null when the server may hold a newer one of ours.
  constructor({ server, base, seen, write, findings, say }) {
    Object.assign(this, { server, base, seen, write, findings, say });
  }

  get unsaved() {
    return this.#changes !== this.#saved;
  }

  changed() {
    this.#changes += 1;
    this.say("Ændringer er ikke gemt endnu.", "quiet");
    this.#later("check", CHECK_AFTER, () => this.check());
    this.#later("save", SAVE_AFTER, () => this.save());
  }

  // One request at a time; what changed meanwhile is checked afterwards.
  async check() {
    if (this.#checking || this.#checked === this.#changes) return;
    this.#checking = true;
    const at = this.#changes;
    try {
      const { findings } = await this.server.check(await this.write());
      this.#checked = at;
      this.findings.show(findings);
    } catch (error) {
      this.#tell(error);
      return;
    } finally {
      this.#checking = false;
    }
    if (this.#checked !== this.#changes) this.#later("check", CHECK_AFTER, () => this.check());
  }

  // Whether everything is saved afterwards.
  async save() {
    // Saving checks as well.
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    if (this.#saving) {
      await this.#saving;
      return this.unsaved ? this.save() : true;
    }
    this.#saving = this.#saveOnce();
    const went = await this.#saving;
    this.#saving = null;
    return went;
  }

  async #saveOnce() {
    try {
      const xml = await this.write();
      const at = this.#changes;
      const { saved_at: savedAt, seen, findings } = await this.server.save(xml, this.base, this.seen);
      this.seen = seen;
      this.#saved = at;
      this.#checked = at;
      this.findings.show(findings);
      this.say(`Kladden er gemt ${clock(savedAt)}. ${summary(findings)}.`, "saved");
      return true;
    } catch (error) {
      // Without an answer nobody knows whether it was kept; the next attempt must not be taken for another window's.
      if (error instanceof Unanswered) this.seen = null;
      this.#tell(error);
      return false;
    }
  }

  #later(name, wait, what) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(what, wait);
  }

  #tell(error) {
    this.say(error instanceof Refused ? error.message : BROKEN, "problem");
    if (!(error instanceof Refused)) console.error(error);
  }
}

function clock(moment) {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return "";
  return `kl. ${at.toLocaleTimeString("da-DK", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Copenhagen" })}`;
}
