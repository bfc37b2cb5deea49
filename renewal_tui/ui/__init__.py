"""The console: what the operator sees and presses; the only room that knows Textual.

`start` opens it on a `Desk`, `app` holds themes and keys, `main/` the one screen, `tabs/` what it
shows, `dialogs/` the pages over it, `widgets/` what those are drawn with. Rows and figures come up
from `operations`; `dispatch` opens the dialog of what is to be done with them. A key or a name is
an `Action` (`actions`, or its tab's), a colour is in `themes`, what is reached for in Textual's
private parts is in `textual_private`. Nothing here computes a fee, a date or a refusal.
"""
