"""Charts as SVG, written by hand: crisp, small, readable in black and white."""
