"""F9: the registers. Grids, buildings, staff, the duty roster, and who is whose grid worker."""
