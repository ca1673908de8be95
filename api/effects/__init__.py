"""Whether enablement worked, over HTTP: comparisons in words and numbers, and roll-outs by lot."""
