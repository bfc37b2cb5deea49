"""May this be done, else the first reason why not [R1, R2, R6, R18, R20, R24, R26]."""

from __future__ import annotations

from datetime import date, timedelta

from renewal_tui.domain.calendar import add_months
from renewal_tui.domain.codes import (
    PERIODS,
    BillingMode,
    Code,
    Policy,
    Refusal,
    Status,
    Tab,
    Type,
    months_text,
)
from renewal_tui.domain.facts import Instance, Nature

_NO_NEED = {
    BillingMode.ONE_TIME: Refusal(Code.ONE_TIME, "one-time-fee instances do not require renewal"),
    BillingMode.PAY_AS_YOU_GO: Refusal(
        Code.PAY_AS_YOU_GO, "pay-as-you-go instances do not require renewal"
    ),
}
_TRIAL = Refusal(Code.TRIAL, "trial instances do not require renewal")
_IS_TRIAL, _SUBSCRIPTION = Type.TRIAL, BillingMode.SUBSCRIPTION
"""By names of our own: an enum looks its members up anew each time, ten times slower."""

FLAG_EXPIRED_AUTO = "expired; automatic renewal no longer applies"
"""How the screen flags an expired instance on automatic policy [R7]."""


def release_date(instance: Instance) -> date:
    """The first day on which it is gone: its retention days lie before it (section 1)."""
    return instance.expire_date + timedelta(days=instance.product.retention_days + 1)


def status_of(instance: Instance, today: date) -> Status:
    """Derive the status: active to its expire date, expired while retained, then released."""
    if today <= instance.expire_date:
        return Status.ACTIVE
    return Status.EXPIRED if today < release_date(instance) else Status.RELEASED


def why_never_renewable(instance: Instance | Nature) -> Refusal | None:
    """Why it cannot be renewed here by its nature, whatever the date [R1, R2]."""
    if instance.type is _IS_TRIAL:
        return _TRIAL
    if instance.billing_mode is not _SUBSCRIPTION:
        return _NO_NEED[instance.billing_mode]
    product = instance.product
    if not product.renewable:
        return Refusal(Code.PRODUCT_NOT_RENEWABLE, product.reason or "cannot be renewed here")
    return None


def why_not_listed(instance: Instance, today: date) -> Refusal | None:
    """Why it stands on the Not renewable tab [R2]; None when it is listed [R1]."""
    refusal = why_never_renewable(instance)
    if refusal is None and today > instance.expire_date and today >= release_date(instance):
        return Refusal(Code.RELEASED, f"released on {release_date(instance)}")
    return refusal


def tab_of(instance: Instance, today: date) -> Tab:
    """The tab on which an instance stands [R1, R2, R4]."""
    if why_not_listed(instance, today):
        return Tab.EXCLUDED
    return Tab.AUTO if instance.policy is Policy.AUTO else Tab.MANUAL


def row_reason(instance: Instance, today: date) -> str | None:
    """What a row says for itself: why it is not renewable [R2], or the flag of R7."""
    refusal = why_not_listed(instance, today)
    if refusal:
        return refusal.reason
    return FLAG_EXPIRED_AUTO if is_lapsed(instance, today) else None


def is_lapsed(instance: Instance, today: date) -> bool:
    """Whether it expired while on automatic renewal, which no longer applies to it then [R7]."""
    return instance.policy is Policy.AUTO and today > instance.expire_date


def why_blocked(instance: Instance) -> Refusal | None:
    """The unpaid order that blocks a manual renewal or unification [R20]."""
    if instance.unpaid_order is None:
        return None
    number = instance.unpaid_order
    return Refusal(Code.ORDER_UNPAID, f"order {number} awaits payment: pay it or cancel it")


def why_not_switched(
    instance: Instance, policy: Policy, months: int | None, today: date
) -> Refusal | None:
    """Why the policy cannot be switched [R4 to R6]; `months` None keeps an automatic one's own."""
    refusal = why_not_listed(instance, today)
    if refusal:
        return refusal
    expired = today > instance.expire_date
    if policy is Policy.MANUAL:
        if instance.policy is Policy.MANUAL:
            return Refusal(Code.ALREADY_MANUAL, "is on manual renewal already")
        return None
    if instance.policy is Policy.AUTO:
        if expired or months is None or months == instance.auto_months:
            period = months_text(instance.auto_months)
            return Refusal(Code.ALREADY_AUTO, f"is on automatic renewal by {period} already")
        return None
    if expired:
        return Refusal(Code.EXPIRED_MANUAL, f"expired on {instance.expire_date}: renew it first")
    return None


def why_too_short(instance: Instance, months: int, today: date) -> Refusal | None:
    """Why this period does not bring an expired instance back [R18]."""
    end = add_months(instance.expire_date, months, instance.anchor_day)
    if end >= today:
        return None
    start, anchor = instance.expire_date, instance.anchor_day
    enough = next((one for one in PERIODS if add_months(start, one, anchor) >= today), None)
    advice = "no period that is offered suffices"
    if enough:
        advice = f"the shortest period that suffices is {months_text(enough)}"
    return Refusal(
        Code.PERIOD_TOO_SHORT,
        f"{months_text(months)} would end on {end}, before today; {advice}",
    )


def why_not_unified(instance: Instance, today: date) -> Refusal | None:
    """Why an instance is left out of a unification whatever its date [R26]."""
    refusal = why_not_listed(instance, today)
    if refusal:
        return refusal
    if today > instance.expire_date:
        return Refusal(Code.EXPIRED, f"expired on {instance.expire_date}: renew it first")
    return why_blocked(instance)


def why_not_before(instance: Instance, target: date) -> Refusal | None:
    """Why unifying on a date leaves an instance alone [R24]."""
    if instance.expire_date < target:
        return None
    return Refusal(
        Code.NOT_BEFORE, f"expires on {instance.expire_date}, which is not before {target}"
    )
