"""Made-up instances of many natures, by their expire dates: a tenth of them is due today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from renewal_tui.domain.calendar import LAST_DAY, days_in_month
from renewal_tui.domain.codes import BillingMode, Policy, Type
from renewal_tui.domain.records import InstanceRecord


class Nature(NamedTuple):
    """A kind of instance: its product, how its ids begin, and prices in fen."""

    product: str
    prefix: str
    prices: tuple[int, ...]
    type: Type = Type.STANDARD
    billing_mode: BillingMode = BillingMode.SUBSCRIPTION


_SERVER = (60_00, 88_50, 120_00, 160_00, 199_99, 245_00, 280_00, 320_00)
_DISK = (9_00, 15_00, 24_00, 30_00, 45_60, 72_00, 90_00, 120_00)
_DATABASE = (400_00, 433_45, 620_00, 860_25, 1_250_00, 1_680_00, 2_100_00, 2_500_00)

RENEWABLE: tuple[Nature, ...] = (
    *[Nature("KEC", "i", _SERVER)] * 38,
    *[Nature("EBS", "ebs", _DISK)] * 22,
    *[Nature("EIP", "eip", (23_00, 46_00, 92_00, 125_00, 230_00))] * 14,
    *[Nature("KRDS", "krds", _DATABASE)] * 8,
    *[Nature("KCS", "kcs", (75_00, 150_00, 300_00, 600_00))] * 5,
    *[Nature("MongoDB", "mongodb", _DATABASE)] * 3,
    *[Nature("NAT", "nat", (380_00, 760_00))] * 2,
    *[Nature("KFS", "kfs", (35_00, 70_00, 350_00))] * 2,
    Nature("BWS", "bws", (1_900_00, 3_400_00, 6_800_00)),
    Nature("EPC", "epc", (1_800_00, 2_600_00, 4_200_00)),
    Nature("KES", "kes", (540_00, 1_080_00)),
    Nature("WAF", "waf", (980_00, 3_880_00)),
    Nature("KNAD", "knad", (2_200_00,)),
)
"""What can be renewed here, about as often as it is met: a hundred entries."""

NOT_RENEWABLE: tuple[Nature, ...] = (
    Nature("KEC", "i", _SERVER, Type.TRIAL),
    Nature("KRDS", "krds", _DATABASE, Type.TRIAL),
    Nature("SLB", "slb", (88_00, 180_00), billing_mode=BillingMode.ONE_TIME),
    Nature("EIP", "eip", (23_00, 46_00), billing_mode=BillingMode.PAY_AS_YOU_GO),
    Nature("KEC", "i", _SERVER, billing_mode=BillingMode.PAY_AS_YOU_GO),
    Nature("KAD", "kad", (3_900_00, 12_800_00)),
    Nature("KCM", "kcm", (58_00, 240_00)),
)
"""What stands on the Not renewable tab by its nature [R2]."""

ANY: tuple[Nature, ...] = (*RENEWABLE * 7, *NOT_RENEWABLE * 6)
"""All of them: about one in eighteen is not renewable."""

NAMES = (
    *("web", "api", "worker", "cache", "db-primary", "db-replica", "gateway", "queue", "batch"),
    *("search", "build", "mail", "monitor", "archive", "[staging] api", "cdn-origin"),
    *("订单服务", "支付网关", "报表归档", "测试环境"),
)
"""What names begin with; a number follows."""


DAYS_BEFORE, DAYS_AFTER = 45, 730
"""The first expire date before today, and the last one after it."""

_ID_BITS = (1 << 40) - 1
_ID_STEP = 0x9E3779B97F  # odd: so each number below 2 ** 40 has an id of its own
_AUTO_MONTHS = (1,) * 12 + (2, 3, 6, 12)


def instance_records(
    count: int, accounts: Sequence[str], rooms: Sequence[str], today: date
) -> Iterator[InstanceRecord]:
    """So many instances; the same ones for the same arguments.

    One in ten expires today, can be renewed here and is on automatic policy [R8]; of the others
    one in fifty has expired, and so some are released.
    """
    random = Random(count)  # noqa: S311 - nothing secret: the same rows again are wanted
    number = 0
    for day, due, others in _days(count, today):
        for place in range(due + others):
            bits = random.getrandbits(63)
            account = accounts[bits % len(accounts)]
            room = rooms[bits // 1_000 % len(rooms)]
            natures = RENEWABLE if place < due else ANY
            nature = natures[bits // 10_000 % len(natures)]
            yield _record(number, bits, day, nature, (account, room), is_due=place < due)
            number += 1


def _record(
    number: int, bits: int, day: date, nature: Nature, where: tuple[str, str], *, is_due: bool
) -> InstanceRecord:
    is_auto = is_due or bits >> 40 & 3 == 0
    month_end = bits >> 42 & 3 == 0 and day.day == days_in_month(day)
    return InstanceRecord(
        f"{nature.prefix}-{number * _ID_STEP + 0x51F15E & _ID_BITS:010x}",
        _name(bits >> 44),
        where[0],
        nature.product,
        where[1],
        nature.type.value,
        nature.billing_mode.value,
        day.isoformat(),
        LAST_DAY if month_end else day.day,
        Policy.AUTO.value if is_auto else Policy.MANUAL.value,
        _AUTO_MONTHS[bits >> 56 & 15] if is_auto else 1,
        nature.prices[bits // 7 % len(nature.prices)],
    )


def _name(bits: int) -> str:
    """A name; one in 32 has none."""
    return f"{NAMES[(bits >> 5) % len(NAMES)]}-{bits >> 10 & 511:03}" if bits & 31 else ""


def _days(count: int, today: date) -> Iterator[tuple[date, int, int]]:
    """Each day with how many instances are due on it, and how many others expire."""
    due = -(-count // 10)
    expired = (count - due) // 50
    later = count - due - expired
    for offset in range(-DAYS_BEFORE, 0):
        place = offset + DAYS_BEFORE
        yield today + timedelta(days=offset), 0, _share(expired, place, DAYS_BEFORE)
    for offset in range(DAYS_AFTER + 1):
        others = _share(later, offset, DAYS_AFTER + 1)
        yield today + timedelta(days=offset), due if offset == 0 else 0, others


def _share(whole: int, place: int, places: int) -> int:
    """One place's share of a whole that is spread evenly; the shares add up to it."""
    return whole * (place + 1) // places - whole * place // places
