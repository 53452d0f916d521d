"""The registers every desk stands on: grids, buildings, staff, duty roster (RULEBOOK §1)."""
