"""How fast the engine is, against hand-written Python and other engines, as ratios in one run."""
