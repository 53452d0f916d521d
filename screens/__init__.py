"""The terminal face of gridterm: screens, widgets and commands on top of the services."""
