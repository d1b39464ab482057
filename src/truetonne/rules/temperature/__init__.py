"""Temperature scores of stated targets, equal to the SBTi Finance Tool. They validate nothing and gate nothing."""
