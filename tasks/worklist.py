"""The list of open tasks: filters, search, claiming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.api import Engine
from engine.commands import ClaimHumanTask, ReleaseHumanTask
from engine.views import HumanTaskRow, Page, WorklistFilter
from tasks.receipts import receipt
from tasks.sessions import signed_in
from tasks.stuck import may_retry, stuck_cases

Which: TypeAlias = Literal["mine", "unclaimed", "all", "overdue", "escalated"]
# The address and the name of each filter, in the order they stand on the page.
_FILTERS: Mapping[Which, tuple[str, str]] = {
    "all": ("alle", "Alle"),
    "mine": ("mine", "Mine"),
    "unclaimed": ("ledige", "Ledige"),
    "overdue": ("overskredne", "Overskredne"),
    "escalated": ("eskalerede", "Eskaleret til dig"),
}
_BY_ADDRESS: Mapping[str, Which] = {address: which for which, (address, _) in _FILTERS.items()}
assert set(_FILTERS) == set(get_args(Which))  # noqa: S101 - a filter without a tab is a bug in this table
_LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Tab:
    """A filter, as drawn above the list."""

    address: str
    name: str
    count: int
    current: bool


@dataclass(frozen=True)
class Shown:
    """What somebody asked to see. The search text comes in a post's body: it names people, and addresses are logged."""

    which: Which
    text: str
    cursor: str | None

    @property
    def address(self) -> str:
        return _FILTERS[self.which][0]


def blueprint(engine: Engine) -> Blueprint:
    """`/opgaver` and what can be done straight from the list."""
    routes = Blueprint("worklist", __name__)

    def listed(shown: Shown) -> dict[str, object]:
        viewer = signed_in().viewer
        counts = engine.worklist_counts(viewer)
        page: Page[HumanTaskRow] = engine.worklist(
            viewer, WorklistFilter(which=shown.which, text=shown.text, cursor=shown.cursor)
        )
        tabs = [
            Tab(address, name, counts.get(which, 0), which == shown.which)
            for which, (address, name) in _FILTERS.items()
        ]
        return {"shown": shown, "page": page, "tabs": tabs, "now": engine.clock.now(), "person": signed_in()}

    @routes.get("/")
    def start() -> Response:
        return redirect("/opgaver", 303)

    @routes.route("/opgaver", methods=["GET", "POST"])
    def show() -> str:
        viewer = signed_in().viewer
        # Shown to those who can act on it; the others find it on the case.
        stuck = stuck_cases(engine, viewer) if may_retry(viewer) else ()
        return render_template("worklist.html", **listed(_asked()), receipt=receipt(engine), stuck=stuck)

    @routes.post("/opgaver/liste")
    def rows() -> str:
        """The list alone, for the page that keeps itself fresh."""
        return render_template("_worklist.html", **listed(_asked()))

    @routes.post("/opgaver/<task>/tag")
    def claim(task: str) -> Response:
        engine.claim(ClaimHumanTask(task, signed_in().viewer))
        return _back(task)

    @routes.post("/opgaver/<task>/slip")
    def release(task: str) -> Response:
        engine.release(ReleaseHumanTask(task, signed_in().viewer))
        return _back(task)

    return routes


def _asked() -> Shown:
    asked = request.form if request.method == "POST" else request.args
    # A text in the address is not read, so that nothing here ever makes one.
    text = request.form.get("tekst", "").strip()[:_LONGEST_SEARCH]
    return Shown(_BY_ADDRESS.get(asked.get("vis", ""), "all"), text, asked.get("side") or None)


def _back(task: str) -> Response:
    """To the list it was pressed on, or to the task itself."""
    address = request.form.get("vis", "")
    return redirect(f"/opgaver?vis={address}" if address in _BY_ADDRESS else f"/opgaver/{task}", 303)
