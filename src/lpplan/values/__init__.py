"""Values that know nothing of the programme: money, years, words, kinds of key, problems."""
