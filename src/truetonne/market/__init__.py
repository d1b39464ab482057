"""Quotes, orders, payments, deliveries, certificates and the public register."""
