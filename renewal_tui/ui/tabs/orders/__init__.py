"""The Orders tab: every order, the newest first; unpaid ones are paid or cancelled from here."""
