"""Verbs: pure functions from a project, a catalogue and a rulebook to an assessment."""
