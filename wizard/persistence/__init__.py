"""Our own files: projects, catalogues, rulebooks, settings."""
