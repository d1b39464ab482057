"""Ongoing and residual emissions: how many kilograms a company may buy credits for in a year, with all terms."""
