"""VM0047 area-based: controls, weights, performance benchmark with both tests, removals, baseline lock.

Basis: VM0047 v1.0 Appendix 1 through public summaries (secondary); the robust test is our policy.
"""
