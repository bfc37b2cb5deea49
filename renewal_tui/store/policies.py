"""Writing renewal policies, by compare-and-set, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.facts import Instance
from renewal_tui.errors import Changed
from renewal_tui.store.connection import Store

_SWITCH = (
    "UPDATE instance SET policy = %s, auto_months = %s, policy_set_here = TRUE"
    " WHERE id = %s AND policy = %s AND auto_months = %s AND expire_date = %s"
)


def write_policies(
    store: Store, instances: Sequence[Instance], policy: Policy, months: int
) -> None:
    """Give instances a policy; back on manual the period is 1 month again [R5].

    Raises Changed when one of them is not as it was planned.
    """
    period = months if policy is Policy.AUTO else 1
    rows = [
        (
            policy.value,
            period,
            one.row,
            one.policy.value,
            one.auto_months,
            one.expire_date.isoformat(),
        )
        for one in instances
    ]
    if rows and store.many(_SWITCH, rows) != len(rows):
        raise Changed("something this rests on has changed; nothing was switched")
