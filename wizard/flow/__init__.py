"""The steps of the wizard as data, and the use cases that join the engine with its edges."""
