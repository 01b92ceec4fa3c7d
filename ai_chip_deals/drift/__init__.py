"""Whether pages still say what was taken from them: fetch, look for each sentence, report."""
