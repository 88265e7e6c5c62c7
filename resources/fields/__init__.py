"""Which fields of each resource are personal, by the modules of their declarations."""
