"""Charts of reports as SVG by hand: readable in black and white, no label over another."""
