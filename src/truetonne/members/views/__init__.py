"""Members' pages: interest and application, evidence, findings, the public policy, and the office that judges."""
