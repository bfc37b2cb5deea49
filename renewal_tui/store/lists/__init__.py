"""Lists of a million instances at the speed of a key press: filter and order to pages of rows."""
