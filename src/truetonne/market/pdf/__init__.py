"""The certificate as a document: one value for page and PDF, so that both show the same strings."""
