"""Citations: records as CSL-JSON items, written in readers' styles and in reference managers' formats."""
