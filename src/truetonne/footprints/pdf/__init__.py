"""The record of a disclosed year as a PDF."""
