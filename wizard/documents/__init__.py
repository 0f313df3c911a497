"""Edge out: a neutral document of blocks, then one renderer per file format."""
