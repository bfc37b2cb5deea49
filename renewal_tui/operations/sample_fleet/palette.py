"""What made-up instances are drawn from: products, natures, sample prices and names."""

from __future__ import annotations

from typing import NamedTuple

from renewal_tui.domain.codes import BillingMode, Type


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
