"""The hotline's screens: the list, a ticket, the intake form, import and export."""
