"""The formats in which scores leave: for spreadsheets, for Canvas, for Gradescope."""
