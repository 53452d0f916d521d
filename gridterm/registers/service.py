"""What a clerk can do with the registers, in one place: grids, staff, buildings, addresses.

Each lives in a file of its own; this is the door the other desks and the screens use.
"""

from __future__ import annotations

from gridterm.registers.addresses import grid_of_address
from gridterm.registers.buildings import (
    assign_building,
    building,
    list_buildings,
    save_building,
    suggest_buildings,
)
from gridterm.registers.grid_views import grid, list_grids
from gridterm.registers.grids import end_grid, save_grid
from gridterm.registers.staff import end_staff, find_staff, list_staff, save_staff, staff_member

__all__ = [
    "assign_building",
    "building",
    "end_grid",
    "end_staff",
    "find_staff",
    "grid",
    "grid_of_address",
    "list_buildings",
    "list_grids",
    "list_staff",
    "save_building",
    "save_grid",
    "save_staff",
    "staff_member",
    "suggest_buildings",
]
