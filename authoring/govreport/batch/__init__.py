"""Many files at once: worked off by several processes, and remembered, so that a second run goes on."""
