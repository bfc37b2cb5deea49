"""The page that renewal and unification share: lines, totals, how it is paid, who is left out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from renewal_tui.domain.filters import Matching, Selection
from renewal_tui.domain.money import show_money
from renewal_tui.domain.planning import Line, OrderPlan
from renewal_tui.domain.vouchers import passed_over
from renewal_tui.domain.words import few, left_out, selection_heading, sums_text
from renewal_tui.operations.accounts import vouchers_of
from renewal_tui.operations.desk import Desk
from renewal_tui.operations.outcomes import Purchased
from renewal_tui.operations.purchase import Preview, Purchase
from renewal_tui.ui.dialogs.base import label, paragraph, plain
from renewal_tui.ui.dialogs.line_columns import plan_columns
from renewal_tui.ui.dialogs.operation import AtStake, OperationDialog
from renewal_tui.ui.dialogs.purchase_text import FEW, brief_totals_text, totals_text
from renewal_tui.ui.dialogs.top_up import TopUpDialog
from renewal_tui.ui.widgets.table import ListSource, RowTable

TEXTS = ((False, 12), (False, FEW), (False, 1), (True, 1), (True, 0))
"""Whether the totals are brief, and how many refusals are spelt out: the first that fits."""

PLANNED_AT_ONCE = 1_000
"""Larger selections are planned in a thread, so that the screen does not stand still."""

ROOMY = 30
"""Screens of so many lines have room around a page."""


class PurchaseDialog(OperationDialog[Preview, Purchased]):
    """Shows the plan of a purchase and pays exactly what is shown [R21]."""

    VERB: ClassVar[str] = ""
    CHOOSER_LINES: ClassVar[int] = 1
    BUTTONS = (
        ("Cancel  esc", "cancel"),
        ("Pay  p", "pay"),
        ("Pay later  l", "pay_later"),
        ("Top up  t", "top_up"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pay", "Pay", show=False),
        Binding("l", "pay_later", "Pay later", show=False),
        Binding("t", "top_up", "Top up", show=False),
        Binding("v", "vouchers", "Vouchers", show=False),
        Binding("n", "cancel", show=False),
    ]

    def __init__(self, desk: Desk, selection: Selection, count: int, hidden: int) -> None:
        super().__init__(desk)
        self.selection = selection
        self.count = count
        self.hidden = hidden
        self.use_vouchers = True

    @abstractmethod
    def purchase(self, *, pay_later: bool = False) -> Purchase | None:
        """What is asked for with the term that is chosen now; None while it is not complete."""

    def operation(self) -> Purchase | None:
        """What is asked for, and paid at once."""
        return self.purchase()

    def is_large(self) -> bool:
        """Whether so many are selected that it is planned in a thread."""
        return self.count > PLANNED_AT_ONCE and isinstance(self.selection, Matching)

    def chooser(self) -> Iterable[Widget]:
        """What chooses the term; each kind of purchase has its own."""
        return ()

    def heading(self) -> str:
        """What will happen to how many."""
        return selection_heading(self.VERB, self.count, self.hidden)

    def body(self) -> Iterable[Widget]:
        """The chooser, the lines, the totals, and who is left out."""
        yield from self.chooser()
        table = self.rows_table(plan_columns(accounts=False), _lines([]))
        table.empty_message = "Nothing to pay for."
        yield table
        yield label("", id="totals")
        yield label("", id="left-out", classes="dim")

    def at_stake(self) -> AtStake | None:
        """What is bought, and for how much."""
        shown = self.seen
        return AtStake(shown.lines, len(shown.totals), sums_text(shown.sums)) if shown else None

    def show_plan(self) -> None:
        """Show the plan that stands."""
        shown = self.seen
        lines = [line for order in self._orders for line in order.lines]
        table: RowTable[Line] = self.query_one(RowTable)
        table.set_source(_lines(lines))
        table.set_columns(plan_columns(accounts=len(shown.totals) > 1 if shown else False))
        self.say("#notice", self._notice_text())
        self._show_buttons()
        self.fit()

    @property
    def _orders(self) -> tuple[OrderPlan, ...]:
        plan = self.seen.plan if self.seen else None
        return tuple(plan.orders) if plan else ()

    def _notice_text(self) -> str:
        shown = self.seen
        if shown and shown.short_by and not self.notice:
            return (
                f"{sums_text(shown.sums)} to pay, short by {show_money(shown.short_by)}: "
                "t tops up, l pays later."
            )
        return self.notice

    def fit(self) -> None:
        """Give the table the room that the rest leaves, and shorten the rest if that is little."""
        table = self.query_one(RowTable)
        wanted = table.count + 1 if table.count else 3  # an empty table says so on its second line
        height = self.app.size.height
        margin = 2 if height >= ROOMY else 0
        rest = 5 + self.lines_of(self.heading()) + self.CHOOSER_LINES + margin
        for brief, refusals in TEXTS:
            totals = self._totals_text(self._orders, max(refusals, FEW), brief=brief)
            others = paragraph(left_out(self.seen.skipped if self.seen else (), refusals))
            texts = (totals, others, self.remark, self._notice_text())
            taken = sum(self.lines_of(text) + 1 for text in texts if text)
            room = height - rest - taken
            if room >= min(wanted, 5):
                break
        self.say("#totals", totals)
        self.say("#left-out", others)
        table.styles.height = max(min(wanted, room), 2)

    def _show_buttons(self) -> None:
        shown = self.seen
        self.offer("#pay-later", offered=bool(shown and shown.lines))
        self.offer("#top-up", offered=bool(shown and shown.short_by))
        able = self._able()
        pay = self.offer("#pay", offered=bool(shown and shown.lines and able))
        if shown and pay.display:
            what = sums_text(shown.sums) if not shown.short_by else f"{few(able, 2)} only"
            pay.label = plain(f"Pay {what}  p")
            pay.refresh(layout=True)  # a longer amount needs a wider button

    def _able(self) -> list[str]:
        """The accounts that can pay what is shown."""
        totals = self.seen.totals.values() if self.seen else ()
        return [total.account for total in totals if not total.short_by]

    def _totals_text(self, orders: Iterable[OrderPlan], most: int, *, brief: bool) -> str:
        shown = self.seen
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
        products = sorted({line.instance.product.code for line in order.lines})
        found: dict[str, str] = {}
        vouchers = vouchers_of(self.desk, order.account.code)
        for product in products:
            for voucher_id, reason in passed_over(vouchers, product, self.desk.today()):
                if reason.startswith("only for ") and len(products) > 1:
                    continue
                found.setdefault(voucher_id, reason)
        used = {use.voucher_id for line in order.lines for use in line.vouchers}
        words = [f"{name} {reason}" for name, reason in found.items() if name not in used]
        return f"Passed over  {few(words, most, '; ')}" if words else ""

    def action_vouchers(self) -> None:
        """Turn vouchers off and on [R14]."""
        self.use_vouchers = not self.use_vouchers
        self.notice = ""
        self.plan_anew()

    def action_top_up(self) -> None:
        """Top up the account that is short."""
        totals = self.seen.totals.values() if self.seen else ()
        short = next((total for total in totals if total.short_by), None)
        if short is not None:
            dialog = TopUpDialog(self.desk, short.account, short.short_by)
            self.app.push_screen(dialog, self.again)

    def tell(self, text: str) -> None:
        """Show a notice, and make room for it."""
        self.notice = text
        super().tell(text)
        self.fit()

    def action_pay(self) -> None:
        """Pay what is shown; where some accounts are short, show first what the others can pay."""
        able = frozenset(self._able())
        if self.seen and self.seen.lines and not self.seen.short_by:
            self.carry_out(self.purchase(), self.shown)
        elif able and self.may_answer():
            payable = (order for order in self._orders if order.account.code in able)
            ids = tuple(line.instance_id for order in payable for line in order.lines)
            self.selection, self.count, self.hidden = ids, len(ids), 0
            self.notice = "Only what can be paid is left: the others stay marked."
            self.plan_anew()

    def action_pay_later(self) -> None:
        """Make the order and leave it unpaid [R15]."""
        if self.seen and self.seen.lines:
            self.carry_out(self.purchase(pay_later=True), self.shown)


def _lines(lines: list[Line]) -> ListSource[Line]:
    return ListSource(lines, lambda line: line.instance_id)
