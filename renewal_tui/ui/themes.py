"""The themes: dark, light, high contrast, and the terminal's own 16 colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.css.stylesheet import Stylesheet
from textual.theme import Theme

DEFAULT = "dark"
SIXTEEN = "16-colour"


def _theme(
    name: str,
    *,
    cursor: tuple[str, str],
    blurred: tuple[str, str],
    cursor_style: str = "none",
    muted: str,
    others: Mapping[str, str] | None = None,
    **colours: Any,
) -> Theme:
    """A theme; the row under the cursor has a background and a text, with the focus and without."""
    tones = {f"text-{tone}": colours[tone] for tone in ("error", "warning", "success", "accent")}
    variables = {
        "block-cursor-background": cursor[0],
        "block-cursor-foreground": cursor[1],
        "block-cursor-text-style": cursor_style,
        "block-cursor-blurred-background": blurred[0],
        "block-cursor-blurred-foreground": blurred[1],
        "text-muted": muted,
    }
    return Theme(name=name, variables=tones | variables | dict(others or {}), **colours)


THEMES: tuple[Theme, ...] = (
    _theme(
        "dark",
        primary="#4c9be8",
        secondary="#35506e",
        accent="#7cc4ff",
        warning="#ffd75f",
        error="#ff8787",
        success="#87d787",
        foreground="#e4e4e4",
        muted="#a8a8a8",
        background="#12171e",
        surface="#1a212b",
        panel="#222b37",
        cursor=("#2b5a8c", "#ffffff"),
        blurred=("#2c3644", "#e4e4e4"),
    ),
    _theme(
        "light",
        primary="#1f5fa8",
        secondary="#b9c9dc",
        accent="#0b57a4",
        warning="#875f00",
        error="#af0000",
        success="#005f00",
        foreground="#1c1c1c",
        muted="#5f5f5f",
        background="#f7f9fb",
        surface="#ffffff",
        panel="#e6ebf1",
        cursor=("#1f5fa8", "#ffffff"),
        blurred=("#d3dbe6", "#1c1c1c"),
        dark=False,
    ),
    _theme(
        "high-contrast",
        primary="#5fd7ff",
        secondary="#ffffff",
        accent="#5fd7ff",
        warning="#ffd700",
        error="#ffafaf",
        success="#87ff87",
        foreground="#ffffff",
        muted="#d0d0d0",
        background="#000000",
        surface="#000000",
        panel="#262626",
        cursor=("#ffff00", "#000000"),
        blurred=("#4d4d4d", "#ffffff"),
        cursor_style="bold",
    ),
    _theme(
        SIXTEEN,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_bright_cyan",
        warning="ansi_bright_yellow",
        error="ansi_bright_red",
        success="ansi_bright_green",
        foreground="ansi_default",
        muted="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        cursor=("ansi_blue", "ansi_bright_white"),
        blurred=("ansi_bright_black", "ansi_bright_white"),
        cursor_style="bold",
        ansi=True,
        others={
            "ansi-background": "ansi_black",
            "ansi-foreground": "ansi_white",
            "border-blurred": "ansi_black",
            "input-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-cursor-text-style": "none",
            "input-selection-background": "ansi_blue",
            "input-selection-foreground": "ansi_bright_white",
            "screen-selection-background": "ansi_blue",
            "screen-selection-foreground": "ansi_bright_white",
        },
    ),
)

NAMES: tuple[str, ...] = tuple(theme.name for theme in THEMES)


def starting_theme(asked: str | None, colours: str, *, no_colour: bool) -> str:
    """The theme to begin with: the one asked for, else what the terminal can show.

    `colours` is the terminal's description (TERM and COLORTERM); a terminal of 16 colours gets
    its own, and so does one without colour: nothing is converted that is not shown.
    """
    if asked:
        return asked
    rich = "256" in colours or "truecolor" in colours or "24bit" in colours
    known_rich = any(word in colours for word in ("tmux", "kitty", "alacritty", "iterm", "direct"))
    return SIXTEEN if no_colour or not (rich or known_rich) else DEFAULT


class Styles(Stylesheet):
    """A stylesheet that parses a rule again only where a theme says its colours otherwise.

    Textual's own parses all of them twice at the start, and once more for each kind of dialog.
    """

    def __init__(self, colours: dict[str, str]) -> None:
        super().__init__(variables=colours)
        self._colours = colours

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of a theme."""
        if variables != self._colours:
            self._colours = variables
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is new, or said otherwise."""
        self.parse()
