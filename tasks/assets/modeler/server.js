// The three things asked of the server. Whatever goes wrong becomes one Danish sentence about what to do.
const SIGNED_OUT =
  "Du er logget ud. Tegningen står her endnu: log ind i en ny fane, og gem så igen herfra. Du kan også hente filen.";
const NO_ANSWER = "Serveren svarer ikke. Tegningen står her endnu: prøv igen om lidt, eller hent filen.";
const UNKNOWN = "Serveren kunne ikke udføre det. Tegningen står her endnu: prøv igen om lidt, eller hent filen.";
const PATIENCE = 60_000;

export class Refused extends Error {}
export class Unanswered extends Refused {}

export class Server {
  constructor(address, csrf) {
    this.address = address;
    this.csrf = csrf;
  }

  async diagram(address) {
    const answer = await this.#send(address, {});
    if (!answer.ok) throw new Refused(await reason(answer));
    return answer.text();
  }

  check(xml) {
    return this.#post("tjek", { xml });
  }

  save(xml, base, seen) {
    return this.#post("kladde", { xml, base, seen });
  }

  async #post(action, content, again = true) {
    const answer = await this.#send(`${this.address}/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": this.csrf },
      body: JSON.stringify(content),
    });
    if (answer.ok) return answer.json();
    // Whoever signed in again in another tab has a new token; this page learns it instead of being lost.
    if (answer.status === 403 && again && (await this.#newToken())) return this.#post(action, content, false);
    throw new Refused(await reason(answer));
  }

  async #newToken() {
    const answer = await this.#send(this.address, {});
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const csrf = page.querySelector("[data-modeler]")?.dataset.csrf;
    if (!csrf || csrf === this.csrf) return false;
    this.csrf = csrf;
    return true;
  }

  async #send(address, options) {
    let answer;
    try {
      answer = await fetch(address, { ...options, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new Unanswered(NO_ANSWER);
    }
    // Only signing in is ever redirected to from here.
    if (answer.type === "opaqueredirect") throw new Refused(SIGNED_OUT);
    return answer;
  }
}

async function reason(answer) {
  const told = await answer.json().catch(() => ({}));
  if (typeof told.message === "string" && told.message) return told.message;
  if (answer.status === 401 || answer.status === 403) return SIGNED_OUT;
  return UNKNOWN;
}
