"""The table of a run, and the small one in the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import Figure

README = Path(__file__).resolve().parent.parent.parent / "README.md"
BEGIN, END = "<!-- bench -->\n", "<!-- /bench -->"


def amount(value: float, unit: str) -> str:
    """A figure with its unit, three digits that count."""
    if unit in ("bytes", "rows"):
        return f"{value:,.0f} {unit}"
    places = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{places}f} {unit}"


def ratio(value: float) -> str:
    """So many times the floor."""
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def table(figures: Sequence[Figure]) -> str:
    """All of it, for the terminal."""
    rows = [("figure", "", "floor", "", "ratio", "target", "", "")]
    for one in figures:
        rows.append(
            (
                one.what,
                amount(one.value, one.unit),
                one.floor_of,
                amount(one.floor, one.unit),
                ratio(one.ratio),
                f"<= {one.limit:g}",
                "met" if one.met else "NOT MET",
                one.note,
            )
        )
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    right = {1, 3, 4, 5}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def markdown(figures: Sequence[Figure], said: str) -> str:
    """The README's table."""
    lines = [
        said,
        "",
        "| what | figure | floor | ratio | target |",
        "|---|---|---|---|---|",
    ]
    for one in figures:
        missed = "" if one.met else " (missed)"
        lines.append(
            f"| {one.what} | {amount(one.value, one.unit)} | {one.floor_of}:"
            f" {amount(one.floor, one.unit)} | {ratio(one.ratio)}"
            f" | <= {one.limit:g}{missed} |"
        )
    return "".join(f"{line}\n" for line in lines)


def write_readme(figures: Sequence[Figure], said: str, path: Path = README) -> None:
    """Put the table between the README's two marks."""
    text = path.read_text("utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    path.write_text(f"{head}{BEGIN}{markdown(figures, said)}{END}{tail}", "utf-8")
