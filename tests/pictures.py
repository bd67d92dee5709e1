"""
The pictures in docs/: the real program and its demonstration, as they look on one day.

    .venv/bin/python -m tests.pictures              all of them, into docs/billeder/
    .venv/bin/python -m tests.pictures tegner sag   the ones named

Look at each before it is committed: nothing here knows what is ugly.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from app import wiring
from app.config import Config
from app.demo import read_demo
from app.simulation.library import read_library
from app.simulation.live import seed_cases
from app.simulation.timetable import work_moment
from app.web import create_app
from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import CorrectFacts, DeployDrafts, ReceiveMessage, SaveDraft, Viewer
from engine.model import Json
from engine.views import HumanTaskRow, WorklistFilter
from tasks.passwords import hash_password
from tests.browser.conftest import PASSWORD, Serving
from tests.browser.drawing import CHECKED, REMINDER, TASK, choose, saved
from tests.conftest import find_browser

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "processes" / "home_training"
APPLICATION = LIBRARY / "examples" / "anmodning.json"
PICTURES = ROOT / "docs" / "billeder"
DAY = date(2026, 3, 2)
SIZE = {"width": 1366, "height": 900}
LARGEST = 150_000  # bytes of one picture
SEED = 32
KEY, FILE = "hjemmetraening", "boernefaglig_undersoegelse.bpmn"
DRAWING = f"/studio/{KEY}/tegning/{FILE}"


@dataclass(frozen=True)
class Demo:
    """The running program, and the window that it is seen through."""

    page: Page
    url: str
    engine: Engine
    people: dict[str, Viewer]

    def sign_in(self, username: str, then: str = "") -> None:
        self.page.context.clear_cookies()
        self.page.goto(self.url)
        self.page.get_by_label("Brugernavn").fill(username)
        self.page.get_by_label("Adgangskode").fill(PASSWORD)
        self.page.get_by_role("button", name="Log ind").click()
        self.page.get_by_role("button", name="Log ud").wait_for()
        if then:
            self.page.goto(self.url + then)

    def open_task(self, name: str) -> HumanTaskRow:
        rows = self.engine.worklist(self.people["signe"], WorklistFilter()).rows
        return next(row for row in rows if row.name == name and row.due_at and not row.overdue)

    def draw(self, username: str, old: str, new: str) -> None:
        """Keep a draft with one text put in the place of another, unless an earlier picture did."""
        who, authoring = self.people[username], self.engine.authoring
        before = authoring.content(who, KEY, FILE).decode()
        if new in before:
            return
        if old not in before:
            raise LookupError(f"{FILE} does not hold {old!r}")
        base = authoring.diagram(who, KEY, FILE).base
        authoring.save(SaveDraft(KEY, FILE, before.replace(old, new).encode(), base, who))

    def shoot(self, name: str, *, until: Locator, after: Locator | None = None) -> None:
        """From the top of the page, or from one thing on it, until the end of another."""
        self.page.evaluate("scrollTo(0, 0)")
        self.page.mouse.move(0, 0)
        first, last = after.bounding_box() if after else None, until.bounding_box()
        assert last is not None, f"{name}: the end of the picture is not on the page"
        top = max(first["y"] - 16, 0) if first else 0
        clip = {"x": 0, "y": top, "width": SIZE["width"], "height": last["y"] + last["height"] + 8 - top}
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path, clip=clip, full_page=True, animations="disabled", caret="hide")
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
        assert path.stat().st_size <= LARGEST, f"{name} is too large"


Scene = Callable[[Demo], None]


# ---- a caseworker's day


def opgaveliste(demo: Demo) -> None:
    demo.sign_in("signe")
    demo.shoot("opgaveliste", until=demo.page.locator("#liste"))


def opgave(demo: Demo) -> None:
    demo.sign_in("signe", f"/opgaver/{demo.open_task('Orientér om hjemmetræning').id}")
    demo.shoot("opgave", until=demo.page.locator("#felter > *").nth(2))


def advarsel(demo: Demo) -> None:
    demo.sign_in("signe", f"/opgaver/{demo.open_task('Skriv afgørelse').id}")
    demo.shoot("advarsel", until=demo.page.get_by_role("radiogroup", name="Afgørelsens udfald"))


def haardt_stop(demo: Demo) -> None:
    page = demo.page
    demo.sign_in("signe", f"/opgaver/{demo.open_task('Skriv afgørelse').id}")
    page.get_by_role("radiogroup", name="Afgørelsens udfald").get_by_label("Afslag").check()
    page.get_by_role("group", name="Afslagsgrunde").get_by_label("Hensyn til kommunens økonomi").check()
    for area in page.locator("textarea:visible").all():
        area.fill("Der er ikke råd i år.")
    if (heard := page.get_by_role("radiogroup", name="Partshøring")).is_visible():
        heard.get_by_label("Gennemført").check()
    page.get_by_role("button", name="Afslut opgaven").click()
    stopped = page.get_by_role("alert")
    page.get_by_role("heading", name="Det må ikke afgøres sådan").wait_for()
    demo.shoot("haardt-stop", after=stopped, until=stopped.locator(".sg-points").first)


def to_paa_en_opgave(demo: Demo) -> None:
    page, task = demo.page, demo.open_task("Orientér om hjemmetræning")
    demo.sign_in("signe", f"/opgaver/{task.id}")
    page.get_by_label("Orienteret den").fill("02-03-2026")
    page.get_by_role("radio", name="Samtale").check()
    for choice in page.get_by_role("group", name="Hvad der er orienteret om").get_by_role("checkbox").all():
        choice.check()
    page.get_by_label("Afstemte forventninger").fill("Forældrene vil gerne ringes op hver fredag.")
    page.get_by_label("Hvordan barnet inddrages").fill("Gennem leg.")
    values = {"orientering.forventninger": "Forældrene vil helst skrive sammen."}
    demo.engine.correct_facts(CorrectFacts(task.case, values, "Aftalt i telefonen", demo.people["lars"]))
    page.get_by_role("button", name="Afslut opgaven").click()
    page.get_by_role("heading", name="En anden har ændret sagen imens").wait_for()
    demo.shoot("to-paa-en-opgave", until=page.get_by_role("alert"))


def sag(demo: Demo) -> None:
    demo.sign_in("signe", f"/sager/{demo.open_task('Skriv afgørelse').case}")
    demo.shoot("sag", until=demo.page.get_by_role("region", name="Start i sagen"))


def diagram(demo: Demo) -> None:
    page = demo.page
    demo.sign_in("signe", f"/sager/{demo.open_task('Skriv afgørelse').case}")
    page.locator(".sg-canvas svg").first.wait_for()
    page.get_by_role("button", name="Hele diagrammet").click()
    demo.shoot("diagram", after=page.locator("#gang"), until=page.locator(".sg-legend"))


def start_i_sagen(demo: Demo) -> None:
    page = demo.page
    demo.sign_in("signe", f"/sager/{demo.open_task('Skriv afgørelse').case}")
    page.get_by_label("Hvad er der sket?").select_option("Aktindsigt")
    page.get_by_role("button", name="Fortsæt").click()
    demo.shoot("start-i-sagen", until=page.get_by_role("button", name="Ja, start"))


def leder(demo: Demo) -> None:
    demo.sign_in("lars", "/opgaver?vis=eskalerede")
    demo.shoot("leder", until=demo.page.locator("#liste"))


def haendelser(demo: Demo) -> None:
    _receive(demo.engine, "hjemmetraening.tilbagetrukket", {"sagsnummer": "2026-99"})
    demo.sign_in("pia", "/haendelser")
    demo.shoot("haendelser", until=demo.page.locator("main > *").last)


# ---- the studio


def studio_bibliotek(demo: Demo) -> None:
    demo.draw("pia", 'duration("P14D")', 'duration("P21D")')
    demo.sign_in("pia", f"/studio/{KEY}")
    demo.shoot("studio", until=demo.page.get_by_role("row", name=FILE))


def tegner(demo: Demo) -> None:
    page = demo.page
    demo.sign_in("pia", DRAWING)
    page.locator("[data-ready=true]").wait_for()
    choose(page, REMINDER)
    page.get_by_label("Hvornår").fill('date(sag.undersoegelse.frist) - duration("P21D")')
    page.get_by_role("button", name="Gem kladde").click()
    saved(page).wait_for()
    page.get_by_text("Tjekket fandt ingen fejl.").wait_for()
    demo.shoot("tegner", until=page.get_by_role("region", name="Tjek"))


def tjek(demo: Demo) -> None:
    page = demo.page
    demo.sign_in("pia", DRAWING)
    page.locator("[data-ready=true]").wait_for()
    choose(page, TASK)
    page.get_by_label("Formular").select_option("")
    page.get_by_role("button", name="1 fejl").first.wait_for()
    demo.shoot("tjek", after=page.locator(".md-tools"), until=page.get_by_role("region", name="Tjek"))
    page.get_by_role("button", name="Fortryd").click()
    page.get_by_role("button", name="Gem kladde").click()
    saved(page).wait_for()


def forskel(demo: Demo) -> None:
    demo.draw("pia", 'duration("P14D")', 'duration("P21D")')
    demo.sign_in("pia", f"/studio/{KEY}/forskel")
    demo.shoot("forskel", until=demo.page.locator(".sg-difference").last)


def udrul(demo: Demo) -> None:
    demo.draw("pia", 'duration("P14D")', 'duration("P21D")')
    demo.sign_in("pia", f"/studio/{KEY}/udrul")
    demo.page.get_by_label("Hvad har du ændret").fill(
        "Påmindelsen om § 50-undersøgelsen kommer 21 dage før fristen i stedet for 14. Aftalt på teammødet 26. februar."
    )
    demo.shoot("udrul", until=demo.page.locator(".sg-deploy"))


def to_ejere(demo: Demo) -> None:
    demo.draw("pia", 'duration("P14D")', 'duration("P21D")')
    demo.draw("per", 'name="Påmindet"', 'name="Påmindelsen er givet"')
    who, authoring = demo.people["per"], demo.engine.authoring
    shown = authoring.proposal(who, KEY)
    authoring.deploy(DeployDrafts(KEY, "Et tydeligere navn.", shown.running_hash, shown.result_hash, who))
    demo.sign_in("pia", f"/studio/{KEY}/udrul")
    demo.shoot("to-ejere", until=demo.page.locator(".sg-choices"))


SCENES: dict[str, Scene] = {
    "opgaveliste": opgaveliste,
    "opgave": opgave,
    "advarsel": advarsel,
    "haardt-stop": haardt_stop,
    "to-paa-en-opgave": to_paa_en_opgave,
    "sag": sag,
    "diagram": diagram,
    "start-i-sagen": start_i_sagen,
    "leder": leder,
    "haendelser": haendelser,
    "studio": studio_bibliotek,
    "tegner": tegner,
    "tjek": tjek,
    "forskel": forskel,
    "udrul": udrul,
    "to-ejere": to_ejere,
}


@contextmanager
def demonstration(folder: Path) -> Iterator[tuple[Engine, str, dict[str, Viewer]]]:
    """The demonstration's people and cases, served on a clock that stands still; and a second process owner."""
    url = f"sqlite:///{folder / 'sagsgang.db'}"
    open_engine(url, migrate=True).close()
    written = read_demo(LIBRARY / "simulation" / "demo.yaml", DAY)
    people = {person.username: person.viewer() for person in written.people}
    own = [case for case in written.cases if case.department == people["signe"].department]
    actors = [person for person in people.values() if person.department == people["signe"].department]
    library, services = read_library(LIBRARY), wiring.service_tasks()
    # One life at a time: where two cases' timers ring at once, their order is chance, and the pictures would be too.
    for case in sorted(own, key=lambda case: case.opened):
        seed_cases(url, library, services, [case], until=DAY, people=actors, seed=SEED)
    people["per"] = Viewer("per", "Per Lund", people["pia"].roles, people["pia"].department)
    with closing(open_engine(url, clock=VirtualClock(work_moment(DAY)), services=services)) as engine:
        stored = hash_password(PASSWORD)
        for person in people.values():
            engine.add_account(
                username=person.id,
                name=person.name,
                roles=person.roles,
                department=person.department or "",
                password_hash=stored,
            )
        _receive(engine, "hjemmetraening.anmodning", json.loads(APPLICATION.read_text(encoding="utf-8")))
        app = create_app(Config(url, {}, secure_cookies=False), engine)
        with closing(Serving(app)) as serving:
            yield engine, serving.url, people


def _receive(engine: Engine, type_: str, data: dict[str, Json]) -> None:
    engine.receive(ReceiveMessage("selvbetjening", type_, type_, data))
    while engine.run_due():
        pass


def main(names: Sequence[str]) -> None:
    if unknown := set(names) - set(SCENES):
        raise SystemExit(f"no such picture: {', '.join(sorted(unknown))}. There are: {', '.join(SCENES)}")
    chromium = find_browser()
    if chromium is None:
        raise SystemExit("no Chromium was found: apt-get install chromium, or set CHROMIUM to its path")
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder)) as (engine, url, people),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(locale="da-DK", viewport=SIZE).new_page()
        page.set_default_timeout(CHECKED)
        page.on("dialog", lambda dialog: dialog.accept())
        for name in names or SCENES:
            SCENES[name](Demo(page, url, engine, people))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
