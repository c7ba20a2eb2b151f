"""Measurements: never asserted, always printed beside something to compare with."""
