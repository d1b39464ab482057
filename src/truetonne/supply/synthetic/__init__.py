"""An invented registry for demonstrations, tests and load tests: deterministic for a seed, and marked as invented.

Its serial numbers begin with SYN, which no real registry's do, and every name ends in "(synthetic)".
"""

from truetonne.supply.synthetic.registry import SyntheticProject, generate_projects
from truetonne.supply.synthetic.writing import DemoFiles, write_demo_registry, write_registry

__all__ = ["DemoFiles", "SyntheticProject", "generate_projects", "write_demo_registry", "write_registry"]
