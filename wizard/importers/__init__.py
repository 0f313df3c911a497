"""Edge in: one module per foreign format."""
