"""How things are said, the same in the console and on the command line.

Why something may not be done is said by the rule that says so (`eligibility`, `vouchers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from renewal_tui.domain.codes import Policy, Skipped, Status, months_text
from renewal_tui.domain.eligibility import (
    release_date,
    row_reason,
    status_of,
    why_blocked,
    why_not_listed,
)
from renewal_tui.domain.facts import Account, Instance, Product
from renewal_tui.domain.money import format_money, show_money


def counted(number: int, noun: str = "instance") -> str:
    """`1 instance`, `3,000 instances`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def one_of(parts: Iterable[str], last: str = "or") -> str:
    """A list in words: `a, b or c`."""
    *others, final = list(parts) or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def few(words: Sequence[str], most: int, between: str = ", ") -> str:
    """So many words, and how many more there are: `a, b and 3 more`."""
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return between.join(words[:most]) + more


def right_text(wrong: str, known: Iterable[str], all_of: str = "there are", most: int = 10) -> str:
    """What would be right in place of a word: the nearest ones, else what there is."""
    from difflib import get_close_matches  # noqa: PLC0415 - for mistakes only

    codes = {code.casefold(): code for code in sorted(known)}
    near = [codes[one] for one in get_close_matches(wrong.casefold(), codes)]
    if near:
        return f"did you mean {one_of(near)}?"
    there = few(list(codes.values()), most)
    return f"{all_of} {there}" if codes else "the store has none yet: import some"


def unknown_text(code: str, what: str, known: Iterable[str], most: int = 20) -> str:
    """Why a code is refused: `"KEV" is not a product; did you mean KEC?`."""
    return f'"{code}" is not {what}; {right_text(code, known, most=most)}'


def sentence(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]


def money_text(currency: str, minor: int) -> str:
    """An amount in its currency: `CNY 1,234.50`."""
    return f"{currency} {show_money(minor)}"


def sums_text(sums: Mapping[str, int]) -> str:
    """Amounts of several currencies, which have no sum: `CNY 1,234.50 + USD 10.00`."""
    return " + ".join(money_text(currency, minor) for currency, minor in sorted(sums.items()))


def cost_text(currency: str, total: int, vouchers: int, balance: int) -> str:
    """What pays for something: `CNY 100.00 = vouchers 30.00 + balance 70.00`."""
    parts = f"vouchers {show_money(vouchers)} + balance {show_money(balance)}"
    return f"{money_text(currency, total)} = {parts}"


def left_text(days: int) -> str:
    """How many days are left, as the Left column reads: `today`, `3 d`, `-2 d`."""
    return "today" if days == 0 else f"{days:,} d"


def left_of(instance: Instance, today: date) -> str:
    """How many days an instance has left."""
    return left_text((instance.expire_date - today).days)


def status_text(instance: Instance, today: date) -> str:
    """A row's status in words, never by colour alone: `Expired, released in 13 d`."""
    reason = row_reason(instance, today)
    if reason:
        return sentence(reason)
    text = "Active"
    if status_of(instance, today) is Status.EXPIRED:
        text = f"Expired, released in {left_text((release_date(instance) - today).days)}"
    order = instance.unpaid_order
    return text if order is None else f"{text}, order {order} unpaid"


def policy_text(instance: Instance) -> str:
    """The policy, with what an automatic renewal buys: `auto, 1 month`."""
    if instance.policy is Policy.MANUAL:
        return "manual"
    return f"auto, {months_text(instance.auto_months)}"


def discounts_text(product: Product) -> str:
    """What longer periods save: `1 year 15 % off, 2 years 30 % off`."""
    offers = sorted(product.discounts.items())
    return ", ".join(f"{months_text(months)} {percent} % off" for months, percent in offers)


def facts_of(instance: Instance, account: Account, today: date) -> Iterator[tuple[str, str]]:
    """Everything about one instance, by names; what has no value is left out."""
    product, room = instance.product, instance.room
    refusal = why_not_listed(instance, today) or why_blocked(instance)
    left = left_of(instance, today)
    yield "Instance", instance.instance_id
    yield "Name", instance.name or "-"
    yield "Account", f"{account.code}, {account.name}"
    yield "Product", f"{product.code}, {product.name}"
    yield "Room type", f"{room.code}, {room.name}"
    yield "Type", f"{instance.type}, {instance.billing_mode.replace('_', '-')}"
    yield "Price/month", money_text(account.currency, instance.monthly_price)
    yield "Expire date", f"{instance.expire_date} ({left}), anchor day {instance.anchor_day}"
    yield "Release date", str(release_date(instance))
    yield "Status", status_text(instance, today)
    yield "Policy", policy_text(instance)
    yield "Renewable", f"no: {refusal.reason}" if refusal else "yes"
    if product.discounts:
        yield "Discounts", discounts_text(product)


def short_text(currency: str, minor: int) -> str:
    """Why a balance cannot pay [R9]."""
    return f"balance short by {format_money(minor)} {currency}"


def clock_text(today: date, last: date) -> str:
    """Why a clock guard lets no run begin [R11]."""
    days = (today - last).days
    when = "before" if days < 0 else f"{days} days after"
    return f"today is {today}, {when} the last run's {last}: nothing was done"


def selection_heading(name: str, count: int, hidden: int) -> str:
    """What will happen to how many, and how many of those the filter hides."""
    unseen = f", {hidden:,} of them hidden by the filter" if hidden else ""
    return f"{name}: {counted(count)}{unseen}"


def left_out(skipped: Sequence[Skipped], most: int) -> list[str]:
    """Who is left out, so many of them by their ids, and why."""
    if not skipped:
        return []
    lines = [f"Left out: {len(skipped):,}"]
    lines += [f"  {one.instance_id:<21}  {one.reason}" for one in skipped[:most]]
    if len(skipped) > most > 0:
        lines.append(f"  and {len(skipped) - most:,} more")
    return lines


def audit_head_text(record: int, digest: str) -> str:
    """Where the audit chain ends, as it can be kept elsewhere."""
    return f"the audit trail ends with record {record:,}, hash {digest}"


def undone_lines(
    switched: int, cancelled: Sequence[int], paid: Sequence[int], left: int, *, would: bool
) -> list[str]:
    """What an undo takes back, or would, and what stays [R33]."""
    be, stays = ("would be", "refunds are the provider's to give")
    lines = []
    if switched or left:
        verb = be if would else "was" if switched == 1 else "were"
        lines.append(f"{counted(switched)} {verb} switched back, {left:,} left out")
    lines += [f"order {number} {be if would else 'is'} cancelled" for number in cancelled]
    return [*lines, *(f"order {number} is paid and stays: {stays}" for number in paid)]
