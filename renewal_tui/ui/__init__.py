"""The console: what the operator sees and presses; the only place that knows Textual."""
