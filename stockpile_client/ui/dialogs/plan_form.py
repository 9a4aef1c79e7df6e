"""A form that shows what it would do before it does it.

While the fields make a value, its plan is worked out and shown. The primary button carries out the plan that is *on
screen*; pressed before there is one, it waits for the plan, shows it, and has to be pressed again. A plan that has gone
stale meanwhile is refused by the service; the form then shows the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stockpile_client.core.errors import StockpileError
from stockpile_client.services.changes import ChangeSet
from stockpile_client.services.context import Context
from stockpile_client.ui.dialogs.form import FormDialog
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status


class PlanForm(FormDialog):
    """A child says how a value becomes a plan, how a plan looks, and how it is applied."""

    def make_plan(self, value: Any) -> Callable[[Context], Any]:
        """What works the plan out, away from the window's thread."""
        raise NotImplementedError

    def show_plan(self, plan: Any | None) -> None:
        """Show a plan, or nothing."""
        raise NotImplementedError

    def apply_plan(self, plan: Any) -> Callable[[Context], ChangeSet]:
        """What carries a plan out."""
        raise NotImplementedError

    _planning: Job | None = None
    _plan: Any | None = None
    _planned_for: Any | None = None
    _is_awaited = False

    def checked(self, value: Any) -> None:
        if value is not None and value == self._planned_for:
            return
        self._plan, self._planned_for = None, value
        if self._planning is not None:
            self._planning.cancel()
            self._planning = None
        if value is None:
            self.show_plan(None)
            return
        work = self.make_plan(value)
        self._planning = self.desk.session.read(
            lambda ctx, _token: work(ctx), then=self._on_planned, failed=self._on_plan_refused
        )

    def save(self, value: Any) -> None:
        if self._plan is None or self._planned_for != value:
            self._is_awaited = True
            return
        work = self.apply_plan(self._plan)
        self.desk.session.mutate(
            lambda ctx, _token: work(ctx), then=lambda _change: self.done_saving(), failed=self._on_refused,
            initiator=self,
        )  # fmt: skip

    def _on_planned(self, plan: Any) -> None:
        self._planning = None
        self._plan = plan
        self.show_plan(plan)
        if self._is_awaited:
            self._is_awaited = False
            self.set_busy(False)
            self.messages.show_message(
                Status.INFO, tr("This is what would be written."), tr("Press the button again to write it.")
            )
        self.fit_soon()

    def _on_plan_refused(self, error: StockpileError) -> None:
        self._planning = None
        self._planned_for = None
        self._is_awaited = False
        self.show_plan(None)
        self.show_refusal(error)

    def _on_refused(self, error: StockpileError) -> None:
        self._plan = self._planned_for = None
        self.check()  # shows the plan as it is by now
        self.show_refusal(error)
