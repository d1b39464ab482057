"""Rules of the product-footprint exchange: filters, validity, immutability and the check of sums.

Derived from the WBCSD PACT Technical Specifications 3.0.3 in our own words; see NOTICE.
"""
