"""What other systems are told: the receivers, and what became of each delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.api import Engine
from engine.commands import ResendDelivery
from engine.views import DeliveryFilter, DeliveryStatus
from tasks.sessions import signed_in

_PAGE = "/leverancer"
# The address and the name of each status, in the order they stand on the page.
_STATUSES: Mapping[str, tuple[DeliveryStatus | None, str]] = {
    "alle": (None, "Alle"),
    "venter": ("waiting", "Venter"),
    "mislykkede": ("failed", "Mislykkede"),
    "leverede": ("delivered", "Leverede"),
}

# What the engine's own events are called; a process's own go by the type its owner gave them.
_NAMES: Mapping[str, str] = {
    "case.started": "Sag åbnet",
    "case.ended": "Sag afsluttet",
    "task.created": "Opgave oprettet",
    "task.overdue": "Frist overskredet",
    "task.completed": "Opgave afsluttet",
    "letter.sent": "Brev sendt",
    "message.sent": "Besked i sagen",
}


@dataclass(frozen=True)
class Shown:
    """What somebody asked to see: a status by its address, and a receiver by its id, or ''."""

    status: str
    receiver: str
    cursor: str

    def address(self, *, status: str | None = None, receiver: str | None = None, cursor: str = "") -> str:
        """The page with one of them changed, from its beginning or from a cursor."""
        asked = {
            "vis": self.status if status is None else status,
            "modtager": self.receiver if receiver is None else receiver,
            "side": cursor,
        }
        usual = {"vis": "alle", "modtager": "", "side": ""}
        unusual = {name: value for name, value in asked.items() if value != usual[name]}
        return f"{_PAGE}?{urlencode(unusual)}" if unusual else _PAGE


def blueprint(engine: Engine) -> Blueprint:
    """`/leverancer`. Whoever may not see them is refused by the engine."""
    routes = Blueprint("deliveries", __name__)

    @routes.get(_PAGE)
    def show() -> str:
        shown, viewer = _asked(), signed_in().viewer
        status, _ = _STATUSES[shown.status]
        wanted = DeliveryFilter(shown.receiver or None, status, shown.cursor or None)
        page = engine.outgoing.deliveries(viewer, wanted)
        return render_template(
            "deliveries.html",
            page=page,
            shown=shown,
            tabs=[(address, name) for address, (_, name) in _STATUSES.items()],
            type_names=_NAMES,
            receivers=engine.outgoing.receivers(),
            resent="sendt" in request.args,
            now=engine.clock.now(),
            person=signed_in(),
        )

    @routes.post(f"{_PAGE}/<delivery>/igen")
    def resend(delivery: str) -> Response:
        engine.outgoing.resend(ResendDelivery(delivery, signed_in().viewer))
        back = _asked().address()
        return redirect(f"{back}{'&' if '?' in back else '?'}sendt=1", 303)

    return routes


def _asked() -> Shown:
    asked = request.form if request.method == "POST" else request.args
    status = asked.get("vis", "")
    return Shown(status if status in _STATUSES else "alle", asked.get("modtager", ""), asked.get("side", ""))
