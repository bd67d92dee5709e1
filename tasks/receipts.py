"""The line that says what was just done, on the page that comes after it."""

from __future__ import annotations

from flask import request

from engine.api import Engine
from engine.errors import NotFound
from engine.views import HumanTaskRow
from tasks.sessions import signed_in


def receipt(engine: Engine) -> HumanTaskRow | None:
    """
    The task that the address says was completed, if it was and the viewer may see it.

    Only its id stands in the address, so nobody can put words on the page with a link.
    """
    task = request.args.get("afsluttet", "")
    if not task:
        return None
    try:
        view = engine.human_task(signed_in().viewer, task)
    except NotFound:
        return None
    return view.row if view.status == "completed" else None
