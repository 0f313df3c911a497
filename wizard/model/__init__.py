"""Nouns: frozen values, units, money, texts and sources. No arithmetic beyond a derived property."""
