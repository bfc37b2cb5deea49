"""The themes: dark, light, high contrast, and the terminal's own 16 colours."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "dark"
SIXTEEN = "16-colour"

_CURSOR_DARK = {
    "block-cursor-background": "#2b5a8c",
    "block-cursor-foreground": "#ffffff",
    "block-cursor-text-style": "none",
    "block-cursor-blurred-background": "#2c3644",
    "block-cursor-blurred-foreground": "#e4e4e4",
    "text-error": "#ff8787",
    "text-warning": "#ffd75f",
    "text-success": "#87d787",
    "text-muted": "#a8a8a8",
    "text-accent": "#7cc4ff",
}
_CURSOR_LIGHT = {
    "block-cursor-background": "#1f5fa8",
    "block-cursor-foreground": "#ffffff",
    "block-cursor-text-style": "none",
    "block-cursor-blurred-background": "#d3dbe6",
    "block-cursor-blurred-foreground": "#1c1c1c",
    "text-error": "#af0000",
    "text-warning": "#875f00",
    "text-success": "#005f00",
    "text-muted": "#5f5f5f",
    "text-accent": "#0b57a4",
}
_CURSOR_CONTRAST = {
    "block-cursor-background": "#ffff00",
    "block-cursor-foreground": "#000000",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-background": "#4d4d4d",
    "block-cursor-blurred-foreground": "#ffffff",
    "text-error": "#ffafaf",
    "text-warning": "#ffd700",
    "text-success": "#87ff87",
    "text-muted": "#d0d0d0",
    "text-accent": "#5fd7ff",
}
_CURSOR_SIXTEEN = {
    "block-cursor-background": "ansi_blue",
    "block-cursor-foreground": "ansi_bright_white",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-background": "ansi_bright_black",
    "block-cursor-blurred-foreground": "ansi_bright_white",
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
    "text-error": "ansi_bright_red",
    "text-warning": "ansi_bright_yellow",
    "text-success": "ansi_bright_green",
    "text-muted": "ansi_default",
    "text-accent": "ansi_bright_cyan",
}

THEMES: tuple[Theme, ...] = (
    Theme(
        name="dark",
        primary="#4c9be8",
        secondary="#35506e",
        accent="#7cc4ff",
        warning="#ffd75f",
        error="#ff8787",
        success="#87d787",
        foreground="#e4e4e4",
        background="#12171e",
        surface="#1a212b",
        panel="#222b37",
        dark=True,
        variables=_CURSOR_DARK,
    ),
    Theme(
        name="light",
        primary="#1f5fa8",
        secondary="#b9c9dc",
        accent="#0b57a4",
        warning="#875f00",
        error="#af0000",
        success="#005f00",
        foreground="#1c1c1c",
        background="#f7f9fb",
        surface="#ffffff",
        panel="#e6ebf1",
        dark=False,
        variables=_CURSOR_LIGHT,
    ),
    Theme(
        name="high-contrast",
        primary="#5fd7ff",
        secondary="#ffffff",
        accent="#5fd7ff",
        warning="#ffd700",
        error="#ffafaf",
        success="#87ff87",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#262626",
        dark=True,
        variables=_CURSOR_CONTRAST,
    ),
    Theme(
        name=SIXTEEN,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_bright_cyan",
        warning="ansi_bright_yellow",
        error="ansi_bright_red",
        success="ansi_bright_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        dark=True,
        ansi=True,
        variables=_CURSOR_SIXTEEN,
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
