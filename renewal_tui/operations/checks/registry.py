"""Every check there is, in the order of work: the file first, since all else rests on it."""

from __future__ import annotations

from renewal_tui.operations.checks import (
    dates,
    instances,
    lines,
    money,
    operations,
    orders,
    structure,
    terms,
    trail,
)
from renewal_tui.operations.checks.problem import Check

CHECKS: tuple[Check, ...] = (
    structure.pages,
    structure.references,
    structure.latches,
    structure.tallies,
    money.amounts,
    money.balances,
    money.vouchers,
    orders.totals,
    orders.payments,
    orders.voucher_uses,
    orders.owners,
    orders.states,
    terms.paid_once,
    terms.chains,
    lines.lines,
    instances.instances,
    instances.blocks,
    dates.dates,
    trail.chain,
    trail.told,
    trail.imports_told,
    operations.operations,
    operations.answers,
    operations.runs,
)
