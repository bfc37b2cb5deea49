"""The page that renewal and unification share: lines, totals, how it is paid, who is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget

from renewal_tui.domain.filters import Selection
from renewal_tui.domain.money import show_money
from renewal_tui.domain.planning import Line, OrderPlan, Request
from renewal_tui.domain.vouchers import passed_over
from renewal_tui.errors import Changed, DeskError
from renewal_tui.operations import keyed, purchase
from renewal_tui.operations.accounts import vouchers_of
from renewal_tui.operations.desk import Desk, Watch, new_key
from renewal_tui.operations.documents import PurchaseDocument
from renewal_tui.ui.dialogs.base import button, label, plain, selection_heading
from renewal_tui.ui.dialogs.line_columns import plan_columns
from renewal_tui.ui.dialogs.part_way import is_part_way, told_of_refusal
from renewal_tui.ui.dialogs.progress import Progress
from renewal_tui.ui.dialogs.purchase_text import (
    FEW,
    brief_totals_text,
    left_out_text,
    pay_text,
    totals_text,
)
from renewal_tui.ui.dialogs.rows import RowsDialog
from renewal_tui.ui.dialogs.top_up import TopUp
from renewal_tui.ui.jobs import Job
from renewal_tui.ui.widgets.table import ListSource, RowTable

TEXTS = ((False, 12), (False, FEW), (False, 1), (True, 1), (True, 0))
"""Whether the totals are brief, and how many refusals are spelt out: the first that fits."""

PLANNED_AT_ONCE = 1_000
"""Larger selections are planned in a thread, so that the screen does not stand still."""

AT_REST = 0.3
"""Seconds without a key after which a term is taken to be typed."""

ROOMY = 30
"""Screens of so many lines have room around a page."""


class PurchaseDialog(RowsDialog[PurchaseDocument]):
    """Shows the plan of an operation and pays exactly what is shown [R21]."""

    VERB: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pay", "Pay", show=False),
        Binding("l", "pay_later", "Pay later", show=False),
        Binding("t", "top_up", "Top up", show=False),
        Binding("v", "vouchers", "Vouchers", show=False),
        Binding("n", "cancel", show=False),
    ]

    def __init__(self, desk: Desk, selection: Selection, count: int, hidden: int) -> None:
        super().__init__()
        self.desk = desk
        self.selection = selection
        self.count = count
        self.hidden = hidden
        self.use_vouchers = True
        self.key = new_key()
        self.shown: purchase.Preview | None = None
        self._notice = ""
        self._planning: Job | None = None
        self._stale = False
        self._waiting: Timer | None = None
        self._begun: tuple[Request | None, bool] | None = None

    def request(self) -> Request | None:
        """The term that is chosen now; None while it is not complete."""
        return None

    def chooser(self) -> Iterable[Widget]:
        """What chooses the term; each kind of purchase has its own."""
        return ()

    def heading(self) -> str:
        """What will happen to how many."""
        return selection_heading(self.VERB, self.count, self.hidden)

    def body(self) -> Iterable[Widget]:
        """The chooser, the lines, the totals, and who is left out."""
        yield from self.chooser()
        table = RowTable[Line](
            plan_columns(accounts=False),
            ListSource([], lambda line: line.instance_id),
            markable=False,
            ascii=getattr(self.app, "ascii_only", False),
            empty_message="Nothing to pay for.",
            id="lines",
        )
        yield table
        yield label("", id="totals")
        yield label("", id="left-out", classes="dim")
        yield label("", id="notice", classes="bad")

    def buttons(self) -> Iterable[Widget]:
        """Leaving is the safe one; the amount stands on Pay."""
        yield button("Cancel  esc", "cancel", safe=True)
        yield button("Pay  p", "pay", id="pay")
        yield button("Pay later  l", "pay_later", id="later")
        yield button("Top up  t", "top_up", id="top-up")

    def on_mount(self) -> None:
        """Plan."""
        self.plan_anew()

    def plan_anew(self, *, typing: bool = False) -> None:
        """Ask the planner again: the term, the vouchers, or something else has changed.

        While the operator is `typing`, a large selection is planned once that has come to rest.
        """
        request = self.request()
        self.shown = None
        if self._waiting is not None:
            self._waiting.stop()
        if request is not None:
            if self._begun not in (None, (request, self.use_vouchers)):
                self.key, self._begun = new_key(), None  # a key is for one request [R29]
            if self.count <= PLANNED_AT_ONCE or isinstance(self.selection, tuple):
                try:
                    self.shown = purchase.preview(self.desk, self._purchase(request), key=self.key)
                except DeskError as error:
                    self._notice = str(error)
            elif typing:
                self._waiting = self.set_timer(AT_REST, self._plan_large)
            else:
                self._plan_large()
        self.show_plan()

    def _plan_large(self) -> None:
        request, key = self.request(), self.key
        if self._planning is not None:
            self._stale = True  # planned again when this one has ended
            self._planning.stop()
        elif request is not None:
            asked = self._purchase(request)
            self._planning = Job(
                self.desk, lambda watch: purchase.preview(self.desk, asked, watch, key)
            )
            progress = Progress("Planning", self._planning, pass_on=self.typed)
            self.app.push_screen(progress, self._planned)

    def typed(self, event: events.Key) -> None:
        """Take what is typed for the term; each kind of purchase has its own."""

    def _planned(self, job: Job | None) -> None:
        self._planning, stale, self._stale = None, self._stale, False
        if job is None:
            return
        self.look_again()
        if stale:
            self.plan_anew()
            return
        if job.error is not None or job.stopped():
            self._notice = str(job.error) if job.error else "Planning was stopped."
        else:
            self.shown = job.answer
        self.show_plan()

    def _purchase(self, request: Request, *, later: bool = False) -> purchase.Purchase:
        return purchase.Purchase(self.selection, request, self.use_vouchers, later)

    def show_plan(self) -> None:
        """Show the plan that stands."""
        shown = self.shown
        lines = [line for order in self._orders for line in order.lines]
        table: RowTable[Line] = self.query_one("#lines", RowTable)
        table.set_source(ListSource(lines, lambda line: line.instance_id))
        table.set_columns(plan_columns(accounts=len(shown.totals) > 1 if shown else False))
        self.say("#notice", self._notice_text())
        self._show_buttons()
        self.fit()

    @property
    def _orders(self) -> tuple[OrderPlan, ...]:
        plan = self.shown.plan if self.shown else None
        return tuple(plan.orders) if plan else ()

    def _notice_text(self) -> str:
        shown = self.shown
        if shown and shown.short_by and not self._notice:
            return (
                f"{pay_text(shown)} to pay, short by {show_money(shown.short_by)}: "
                "t tops up, l pays later."
            )
        return self._notice

    def fit(self) -> None:
        """Give the table the room that the rest leaves, and shorten the rest if that is little."""
        table = self.query_one(RowTable)
        wanted = table.count + 1 if table.count else 3  # an empty table says so on its second line
        height = self.app.size.height
        margin = 2 if height >= ROOMY else 0
        rest = 5 + self.lines_of(self.heading()) + self.chooser_lines() + margin
        for brief, refusals in TEXTS:
            totals = self._totals_text(self._orders, max(refusals, FEW), brief=brief)
            left_out = left_out_text(self.shown, refusals)
            texts = (totals, left_out, self._notice_text())
            taken = sum(self.lines_of(text) + 1 for text in texts if text)
            room = height - rest - taken
            if room >= min(wanted, 5):
                break
        self.say("#totals", totals)
        self.say("#left-out", left_out)
        table.styles.height = max(min(wanted, room), 2)

    def chooser_lines(self) -> int:
        """Lines that the chooser takes."""
        return 1

    def _show_buttons(self) -> None:
        shown = self.shown
        self.offer("#later", offered=bool(shown and shown.lines))
        self.offer("#top-up", offered=bool(shown and shown.short_by))
        pay = self.offer("#pay", offered=bool(shown and shown.lines and not shown.short_by))
        if shown and pay.display:
            pay.label = plain(f"Pay {pay_text(shown)}  p")
            pay.refresh(layout=True)  # a longer amount needs a wider button

    def _totals_text(self, orders: Iterable[OrderPlan], most: int, *, brief: bool) -> str:
        shown = self.shown
        if shown is None or not shown.lines:
            return ""
        if brief and len(shown.totals) > 1:
            return brief_totals_text(list(shown.totals.values()))
        found = list(orders)
        parts = []
        for total in shown.totals.values():
            mine = [order for order in found if order.account.code == total.account]
            parts.append(totals_text(mine, total, self.use_vouchers, most))
        if self.use_vouchers and len(found) == 1 and not brief:
            parts.append(self._passed_over_text(found[0], most))
        return "\n".join(part for part in parts if part)

    def _passed_over_text(self, order: OrderPlan, most: int) -> str:
        """The first reason why each voucher was passed over [R12]."""
        products = sorted({line.term.instance.product.code for line in order.lines})
        found: dict[str, str] = {}
        vouchers = vouchers_of(self.desk, order.account.code)
        for product in products:
            for voucher_id, reason in passed_over(vouchers, product, self.desk.today()):
                if reason.startswith("only for ") and len(products) > 1:
                    continue
                found.setdefault(voucher_id, reason)
        used = {use.voucher_id for line in order.lines for use in line.vouchers}
        words = [f"{name} {reason}" for name, reason in found.items() if name not in used]
        if not words:
            return ""
        more = f"; and {len(words) - most} more" if len(words) > most else ""
        return f"Passed over  {'; '.join(words[:most])}{more}"

    def action_vouchers(self) -> None:
        """Turn vouchers off and on [R14]."""
        self.use_vouchers = not self.use_vouchers
        self._notice = ""
        self.plan_anew()

    def action_top_up(self) -> None:
        """Top up the account that is short."""
        short = (
            [total for total in self.shown.totals.values() if total.short_by] if self.shown else []
        )
        if short:
            self.app.push_screen(
                TopUp(self.desk, short[0].account, short[0].short_by), self._topped_up
            )

    def _topped_up(self, _: object) -> None:
        self.look_again()
        self._notice = ""
        self.plan_anew()

    def action_pay(self) -> None:
        """Pay what is shown."""
        if self.shown and self.shown.lines and not self.shown.short_by:
            self._submit(later=False)

    def action_pay_later(self) -> None:
        """Make the order and leave it unpaid [R15]."""
        if self.shown and self.shown.lines:
            self._submit(later=True)

    def _submit(self, *, later: bool) -> None:
        request, shown, key = self.request(), self.shown, self.key
        if request is None:
            return
        asked = self._purchase(request, later=later)

        def work(watch: Watch) -> PurchaseDocument:
            keyed.intend(self.desk, key, asked.action, asked.value())
            with told_of_refusal(self.desk, key):
                return purchase.submit(self.desk, asked, key, shown, watch)

        self.app.push_screen(Progress(self.heading(), Job(self.desk, work)), self._ended)

    def _ended(self, job: Job | None) -> None:
        if job is None:
            return
        if job.error is None:
            self.dismiss(job.answer)
            return
        self.look_again()
        if is_part_way(job.error):
            # The same key does the rest, and only the rest.
            self._begun = (self.request(), self.use_vouchers)
            self._notice = f"{job.error}. A part is done; what is left is shown, and can be paid."
            self.plan_anew()
            return
        # The key that was refused stays with what it was asked for.
        self.key = new_key()
        if isinstance(job.error, Changed):
            self._notice = "Something has changed: these are the new figures. Nothing was charged."
            self.plan_anew()
        elif isinstance(job.error, DeskError):
            self._notice = str(job.error)
            self.show_plan()
        else:
            raise job.error
