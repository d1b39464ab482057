"""Quality of what is sold: one rubric for every kind of project, and the label rules that stand on top of it."""
