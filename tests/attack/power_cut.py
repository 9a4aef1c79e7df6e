"""A program that is killed in the middle: one step of an agency, run in a process of its own.

``python -m tests.attack.power_cut FOLDER KEY STEP POINT ARGUMENT``: opens the profile FOLDER/KEY, and does STEP
(``release`` with the id of the addressee, ``accept`` with a file) up to POINT, where it kills itself as a power cut
would. POINT is one of `POINTS`, or the name of an audit entry.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from stockpile_client.bundle.landing import LandingFile
from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.core.sites import Level
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.accept import accept, plan_accept
from stockpile_client.services.context import Context
from stockpile_client.services.release import apply_release, plan_release
from stockpile_client.storage import audit, channels, positions, statements
from tests.services.agencies import AS_OF, START, TestClock, open_again

CANARY = "Zimtzikade"
"""A name that nothing but the data of this test holds."""


def die(*_arguments: Any, **_more: Any) -> None:
    """What SIGKILL leaves is what a power cut leaves, but for the caches of the system."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(call: Callable[..., Any]) -> Callable[..., Any]:
    """``call``, and then the end."""

    def killed(*arguments: Any, **more: Any) -> None:
        call(*arguments, **more)
        die()

    return killed


POINTS: dict[str, Callable[[], None]] = {
    "while the positions are staged": lambda: setattr(positions.Intake, "finish", after(positions.Intake.finish)),
    "before the file is flushed": lambda: setattr(LandingFile, "settle", die),
    "before the head of the channel moves": lambda: setattr(channels, "advance", die),
    "before the record is committed": lambda: setattr(statements, "promote", after(statements.promote)),
    "before the file has its name": lambda: setattr(Path, "rename", die),
    "after the file has its name": lambda: setattr(Path, "rename", after(Path.rename)),
}


def die_at_the_entry(event: str) -> None:
    """Die once the audit entry of ``event`` is written and not yet committed."""
    append = audit.append

    def appended(*arguments: Any, **more: Any) -> Any:
        head = append(*arguments, **more)
        if more.get("event") == event:
            die()
        return head

    setattr(audit, "append", appended)  # noqa: B010 - as everywhere here


def release(ctx: Context, agency: str, post: Path) -> None:
    """Release a statement that names places."""
    profile = Profile("places", (agency,), ("W",), level=Level.EXACT, rounding=50 * MG_PER_TONNE)
    plan = plan_release(ctx, profile=profile, as_of=AS_OF, title=f"{CANARY} III")
    apply_release(ctx, plan, folder=post)


def main(folder: Path, key: str, step: str, point: str, argument: str) -> None:
    """Do the step until the point."""
    ctx = open_again(folder / key, TestClock(START + timedelta(minutes=1)))
    if point in POINTS:
        POINTS[point]()
    else:
        die_at_the_entry(point)
    if step == "release":
        release(ctx, argument, folder / "post")
    else:
        accept(ctx, plan_accept(ctx, Path(argument)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:6])
