"""Money, academic years, cohort sizes and problems: values that know nothing of the programme."""
