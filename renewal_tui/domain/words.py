"""How a number of things is said, the same everywhere."""

from __future__ import annotations


def counted(number: int, noun: str = "instance") -> str:
    """`1 instance`, `3,000 instances`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
