"""Whether a request still waits for its answer, at the moment in which one would leave.

A plan that answers a request may lie for days, through review and approval; meanwhile another statement may have
answered the request, or somebody refused it.

>>> check_still_asked(ctx, plan.reply_to)
"""

from __future__ import annotations

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.services.context import Context
from stockpile_client.storage import bundles
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction

_VOID = frozenset({BundleState.WITHDRAWN, BundleState.EVIDENCE, BundleState.REJECTED})


def check_still_asked(ctx: Context, request: str | None) -> None:
    """``InputError`` (``E_REQUEST_CLOSED``) if that request (a bundle id) was answered or refused; None: no request."""
    if request is None:
        return
    if any(one.state is BundleState.REJECTED for one in bundles.of_id(ctx.db, request)):
        raise InputError("E_REQUEST_CLOSED", phrase("The request is refused already."))
    if any(
        one.direction is Direction.OUT and one.kind == "statement" and one.state not in _VOID
        for one in bundles.replies_to(ctx.db, request)
    ):
        raise InputError("E_REQUEST_CLOSED", phrase("The request is answered already."))
